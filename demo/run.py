"""The main job on an embedded database, by the real command line; ends at the first wrong exit code.

`python demo/run.py --prepare FOLDER` only makes the project and its live database, to try things out there.
"""
# ruff: noqa: INP001  # a script beside its data, not a package

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIFFTOOL = Path(sys.executable).with_name("difftool")
SQL = ROOT / "demo" / "sql.py"
PLATFORM = ROOT / "tests" / "platform"
LIVE = (
    PLATFORM / "supabase.sql",
    PLATFORM / "main_application.sql",
    PLATFORM / "main_application_logic.sql",
    *sorted(file for file in (PLATFORM / "migrations").glob("00[1-4]_*.sql") if "_down" not in file.name),
    ROOT / "demo" / "seed.sql",
)
SETTINGS = "database: embedded   # for trying out only: a real project names its environments\n"
PROVIDERS = (
    *sorted(file for file in (PLATFORM / "second_service").glob("*.sql") if "_down" not in file.name),
    ROOT / "demo" / "providers.sql",
)
MODELS = "select name, {} from llm_models order by 1 limit 3"
LATER = (
    "insert into llm_models (name, provider_name) values ('a-new-one', 'north')",
    "delete from llm_usage where model_name like '%preview'",
)
MANUAL_CHANGE = "alter table public.llm_workflow_jobs add column username varchar(255)"

DRIFT = 2
REFUSED = 20


def main() -> None:
    if sys.argv[1:2] == ["--prepare"]:
        prepare(Path(sys.argv[2]))
        return
    began = time.monotonic()
    _forget_settings()
    with tempfile.TemporaryDirectory(prefix="difftool-demo-") as folder:
        Path(folder).chmod(0o755)  # as root, the server runs under another account, which has to get in
        os.environ["DIFFTOOL_CACHE"] = f"{folder}/cache"
        show(Path(folder) / "project")
    say(f"That was the demo, in {time.monotonic() - began:.0f} seconds. README.md says how to go on.")


def _forget_settings() -> None:
    """No variable of the caller's leads to another database."""
    for name in list(os.environ):
        if name.startswith(("DIFFTOOL_", "PG")) or name in {"DATABASE_URL", "DIRECT_URL"}:
            del os.environ[name]


def _line(text: str) -> None:
    print(text, flush=True)


def prepare(project: Path, say: Callable[[str], None] = _line) -> None:
    """A project whose live database is at `standalone`, with a year of rows in it; says what it is doing."""
    say(f"making the project {project}")
    project.mkdir(parents=True)
    (project / "difftool.yaml").write_text(SETTINGS)
    shutil.copytree(ROOT / "schema", project / "schema")
    shutil.copy(ROOT / "demo" / "undecided.yaml", project)
    say(f"starting the PostgreSQL that comes with difftool, and running {len(LIVE)} files of SQL in it")
    run(project, [sys.executable, str(SQL), "--quiet", *map(str, LIVE)])


def show(project: Path) -> None:
    say("Setting up a live database: 33 tables of the main application, 4 of the microservice, 100,000 jobs.")
    prepare(project, say=lambda text: say(text, mark="  ", before=""))

    say("Nobody knows for sure which state it is in. Compare it with every profile:")
    difftool(project, "status")

    say("Jobs are to refer to their users again. As long as nobody has said what becomes of jobs whose user is gone,")
    say("there is no plan:", mark="# ", before="")
    difftool(project, "plan --profile undecided.yaml", expected=REFUSED)

    say("The shipped profile says it: such jobs stay, without a user. The plan goes into a file, for review:")
    difftool(project, "plan --profile integrated -o plans/integrated.yaml")

    say("Reviewed, and approved by the digest of what was reviewed:")
    difftool(project, f"apply plans/integrated.yaml --approve {digest(project / 'plans' / 'integrated.yaml')}")
    difftool(project, "drift --profile integrated")

    say("Later, somebody changes the database by hand:")
    say(f"{MANUAL_CHANGE};", mark="app=> ")
    run(project, [sys.executable, str(SQL), "--quiet", MANUAL_CHANGE])
    difftool(project, "drift --profile integrated", expected=DRIFT)

    say("The way back, as SQL; and what difftool itself has done here:")
    difftool(project, "drift --profile integrated --format sql", expected=DRIFT)
    difftool(project, "history")
    show_keys(project)


def show_keys(project: Path) -> None:
    say("Another service in that database: 3 providers, 30 models and 20,000 rows of usage, keyed by UUIDs.")
    run(project, [sys.executable, str(SQL), "--quiet", *map(str, PROVIDERS)])
    sql(project, MODELS.format("id, provider_id"))

    say("They are to be keyed by their names, and nothing may be lost:")
    difftool(project, "plan --profile name-keyed-providers -o plans/names.yaml")
    difftool(project, f"apply plans/names.yaml --approve {digest(project / 'plans' / 'names.yaml')}")
    sql(project, MODELS.format("provider_name"))

    say("The application goes on for a while. Then somebody wants the UUIDs back:")
    for statement in LATER:
        sql(project, statement)
    difftool(project, "rollback -o plans/back.yaml")
    difftool(project, f"apply plans/back.yaml --approve {digest(project / 'plans' / 'back.yaml')}")

    say("The very UUIDs are there again; the model that came meanwhile has got one, and its provider:")
    sql(project, MODELS.format("id, provider_id"))
    difftool(project, "drift --profile uuid-keyed-providers")


def sql(project: Path, statement: str) -> None:
    say(f"{statement};", mark="app=> ")
    run(project, [sys.executable, str(SQL), statement])


def difftool(project: Path, words: str, expected: int = 0) -> None:
    say(f"difftool {words}", mark="$ ")
    run(project, [str(DIFFTOOL), *shlex.split(words)], expected)


def run(project: Path, command: list[str], expected: int = 0) -> None:
    done = subprocess.run(command, cwd=project, stderr=subprocess.STDOUT, check=False)
    if done.returncode != expected:
        raise SystemExit(f"demo: `{shlex.join(command)}` ended with {done.returncode}, expected {expected}")


def digest(plan: Path) -> str:
    """The first 12 characters, which is what a person would type."""
    found = re.search(r"^digest: sha256:(\w{12})", plan.read_text(), re.MULTILINE)
    if not found:
        raise SystemExit(f"demo: no digest in {plan.name}")
    return found[1]


def say(text: str, mark: str = "# ", before: str = "\n") -> None:
    print(f"{before}{mark}{text}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("\ndemo: stopped; nothing of it is kept") from None

"""Drift, status, history, receipts and differences, in words and as values."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from difftool.model.catalog import Ident
from difftool.model.drift import Difference, Drift, Standing, Status
from difftool.model.receipt import Entry, Receipt, Resumed, StepReceipt
from difftool.report.difference import difference_json, difference_markdown, difference_text
from difftool.report.drift import drift_json, drift_markdown, drift_sql, drift_text, unchecked
from difftool.report.encode import code
from difftool.report.receipt import receipt_json, receipt_tail, receipt_text, step_lines
from difftool.report.state import history_json, history_text, status_json, status_text
from difftool.report.style import Style
from tests.report.made import HOSTILE, altered, created

DRIFT = Drift(
    "production",
    "integrated",
    (
        created(Ident("column", "public", "llm_jobs", "username"), type="character varying(255)"),
        altered(Ident("constraint", "public", "llm_jobs", "positive"), validated=(True, False)),
        created(Ident("sequence", "public", "s")),
    ),
    unclaimed=("table public.llm_extra",),
    externals=("public.profiles: column id is bigint, declared uuid",),
    revert=("alter table public.llm_jobs drop column username", "drop sequence public.s"),
    nearest="integrated",
    not_compared=("comments (profile)",),
)
CLEAN = Drift("", "standalone", ())


def test_drift_in_a_terminal() -> None:
    """The verdict first, what was done to live by relation, then the ways out."""
    assert drift_text(DRIFT) == (
        "production/integrated: drift\n"
        "  llm_jobs\n"
        "    + column username varchar(255)\n"
        "    ~ constraint positive: no longer validated\n"
        "  + sequence s\n"
        "  table public.llm_extra: not in the snapshot\n"
        "  public.profiles: column id is bigint, declared uuid\n"
        "  nearest known state: integrated\n"
        "  revert:   difftool plan --profile integrated --environment production\n"
        "  its SQL:  difftool drift --profile integrated --environment production --format sql\n"
        "  Not compared: comments (profile).\n"
    )


def test_clean_is_one_line() -> None:
    """A database that equals its profile gets one line, in every format."""
    assert drift_text(CLEAN) == "standalone: clean\n"
    assert drift_markdown(CLEAN) == "### `standalone`: clean\n"
    assert drift_sql(CLEAN) == "-- standalone: clean, nothing to run\n"


def test_drift_without_a_proven_way_back_offers_no_sql() -> None:
    """Where nothing was proven, no statement is shown, and the reason is."""
    stuck = replace(DRIFT, revert=(), no_revert="a plan waits at contract")
    assert drift_sql(stuck) == "-- production/integrated: drift; no SQL goes back: a plan waits at contract\n"
    assert "no SQL goes back: a plan waits at contract" in drift_text(stuck)
    assert "difftool plan" not in drift_text(stuck)


def test_the_sql_that_goes_back() -> None:
    """Statements, each with its semicolon, under a comment that says what they do."""
    assert drift_sql(DRIFT) == (
        "-- brings production/integrated back to its profile\n"
        "-- what column public.llm_jobs.username holds is lost; difftool plan keeps it aside\n\n"
        "alter table public.llm_jobs drop column username;\n\ndrop sequence public.s;\n"
    )


def test_drift_as_markdown_keeps_names_in_code() -> None:
    """A name with markup, a mention and a fence stays text."""
    shown = drift_markdown(replace(DRIFT, changes=(created(Ident("table", "public", HOSTILE)),), nearest=HOSTILE))
    told = code(f"+ table {HOSTILE}")
    assert told.startswith("````")
    assert f"- {told}\n" in shown
    assert f"Nearest known state: {code(HOSTILE)}\n" in shown


def test_drift_as_json_tells_failures_from_clean() -> None:
    """A check without a verdict is under `failed`, never among the checked ones."""
    read = json.loads(drift_json([CLEAN, DRIFT], [("staging", "x", "no route", 12)]))
    assert [entry["clean"] for entry in read["checked"]] == [True, False]
    assert list(read["checked"][1]["drift"]) == [field.name for field in fields(Drift)]
    assert "oid" not in read["checked"][1]["drift"]["changes"][0]["after"]
    assert read["failed"] == [{"environment": "staging", "profile": "x", "message": "no route", "exit_code": 12}]


def test_a_check_without_a_verdict_says_so() -> None:
    """In every format the reader sees that this one was not checked."""
    for medium in ("text", "markdown", "sql"):
        assert "not checked" in unchecked("staging", "x", "no route", 12, medium)
    assert unchecked("staging", "x", "no\nroute", 12, "sql") == "-- staging/x: not checked: no\\nroute (exit 12)\n"


def test_status_is_a_line_a_profile() -> None:
    """Verdicts in one column, then what the ledger says and what was not compared."""
    status = Status(
        (
            Standing("standalone", "equal", ""),
            Standing("integrated", "differs", "1 foreign key missing"),
            Standing("name-keyed-providers", "absent", "none of its 3 tables is here"),
        ),
        "Never touched by difftool before",
        ("comments (profile)",),
    )
    assert status_text(status) == (
        "  standalone            equal\n"
        "  integrated            differs  1 foreign key missing\n"
        "  name-keyed-providers  absent   none of its 3 tables is here\n"
        "Never touched by difftool before. Not compared: comments (profile).\n"
    )
    assert list(json.loads(status_json(status))) == ["standings", "history", "not_compared"]


def test_history_tells_unfinished_plans() -> None:
    """The ledger as a table; an unfinished plan names the step that comes next."""
    done = Entry(
        "sha256:" + "ab" * 32,
        "integrated",
        "2026-11-21T21:41:03+00:00",
        "2026-11-21T21:42:00+00:00",
        4,
        4,
        "",
        "app",
        "x",
        "0.1.0",
    )
    half = replace(done, digest="sha256:" + "cd" * 32, finished="", steps_done=3, next_step="validate")
    others = tuple(Resumed(by, "2026-11-22T08:00:00Z", "0.1.1", "10.0.0.3") for by in ("colleague", "colleague"))
    later = replace(half, resumed=others)
    lines = history_text([done, half]).splitlines()
    assert lines[0].split() == ["plan", "profile", "started", "steps", "by", "state"]
    assert lines[1] == "abababababab  integrated  2026-11-21 21:41  4/4    app  done 2026-11-21 21:42"
    assert lines[2].endswith("3/4    app  unfinished, next: validate")
    assert history_text([]) == "never touched by difftool\n"
    assert "app, then colleague  unfinished" in history_text([later])
    assert json.loads(history_json([later]))[0]["resumed"][1]["client"] == "10.0.0.3"
    assert [entry["steps_done"] for entry in json.loads(history_json([done, half]))] == [4, 3]


def test_many_steps_stand_below_each_other() -> None:
    """Where a plan has ten steps or more, those before the tenth leave room for it."""
    steps = tuple(StepReceipt(n, f"build {n}", "index", 0.1) for n in (9, 10))
    lines = receipt_text(Receipt("sha256:4f1c9ab27d03", "app", steps, "equal to app")).splitlines()
    assert lines[:2] == ["  ✓  9 index       0.10 s   build 9", "  ✓ 10 index       0.10 s   build 10"]


def test_a_receipt_is_a_line_a_step_and_the_verdict() -> None:
    """Seconds, waiting, rows and quarantine where there are any, then the accounting."""
    steps = (
        StepReceipt(1, "add the foreign key", "guard", 0.02, 0.01),
        StepReceipt(2, "set to null", "clean", 0.31, rows=137, quarantined=137),
    )
    receipt = Receipt(
        "sha256:4f1c9ab27d03ffff", "integrated", steps, "equal to integrated", ("jobs: 5 before = 5 after",)
    )
    assert receipt_text(receipt) == (
        "  ✓ 1 guard       0.02 s   waited 0.01 s for the lock   add the foreign key\n"
        "  ✓ 2 clean       0.31 s   137 rows   137 kept in quarantine   set to null\n"
        "    equal to integrated\n"
        "    jobs: 5 before = 5 after\n"
        "done in 0.3 s   plan 4f1c9ab27d03\n"
    )
    assert receipt_text(receipt).endswith(receipt_tail(receipt))
    assert "\x1b" not in step_lines(replace(steps[0], title=HOSTILE))[0]
    assert json.loads(receipt_json(receipt))["steps"][1]["quarantined"] == 137


def test_a_receipt_fits_the_terminal() -> None:
    """On a narrow screen a step takes several lines, none of them too long, and the mark is painted once."""
    step = StepReceipt(2, "set orphaned user_id of llm_workflow_jobs to null", "clean", 0.31, rows=137, quarantined=137)
    lines = step_lines(step, 45, Style(colour=True))
    assert len(lines) > 1
    assert lines[0].startswith("  \x1b[32m✓\x1b[0m 2 clean")
    assert max(len(line.replace("\x1b[32m", "").replace("\x1b[0m", "")) for line in lines) <= 45
    assert " ".join(" ".join(lines).split()).endswith("set orphaned user_id of llm_workflow_jobs to null")


def test_a_difference_in_every_format() -> None:
    """Changes with the proof behind them; none is said plainly."""
    difference = Difference(
        (created(Ident("sequence", "public", "s")),), ("create sequence s",), "create sequence s;\n", 18
    )
    assert difference_text(difference) == "+ sequence s\n1 statement, proven on PostgreSQL 18\n"
    assert difference_markdown(difference) == (
        "- `+ sequence s`\n\n1 statement, proven on PostgreSQL 18:\n\n```sql\ncreate sequence s;\n```\n"
    )
    assert list(json.loads(difference_json(difference))) == [field.name for field in fields(Difference)]
    nothing = Difference((), (), "", not_compared=("casts",))
    assert difference_text(nothing) == "no differences\nNot compared: casts.\n"
    assert difference_markdown(nothing) == "No differences.\n\nNot compared: `casts`\n"

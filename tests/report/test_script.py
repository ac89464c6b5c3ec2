"""A plan as SQL runs, and refuses, by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg2
import pytest

from difftool.cli.plan_views import write_files
from difftool.model.plan import Phase, Plan, Probe, Step, Undo, UndoKind
from difftool.model.profile import Verification
from difftool.pg.binaries import discover
from difftool.pg.session import Session
from difftool.planning.ledger_sql import LEDGER
from difftool.report.script import assertion, plan_sql, terminated
from tests.report.made import HOSTILE, plan

LOSSLESS = Undo(UndoKind.LOSSLESS)


def _plan(*, orphans: str = "select count(*) from t where a < 0; -- none") -> Plan:
    steps = (
        Step(1, Phase.EXPAND, HOSTILE, ("create table t (a int)", "insert into t values (1)"), LOSSLESS),
        Step(2, Phase.INDEX, "index t", ("create index concurrently i on t (a)",), LOSSLESS, transaction=False),
        Step(3, Phase.ENFORCE, "check t", ("alter table t add check (a > 0) -- ok",), LOSSLESS, (Probe(orphans),)),
    )
    return plan(steps, verify=(Verification("t holds one row", "select count(*) - 1 from t"),))


def _psql(session: Session, *files: Path) -> subprocess.CompletedProcess[str]:
    arguments = [argument for file in files for argument in ("-f", str(file))]
    dsn = session.connection.dsn
    return subprocess.run(
        [discover().folder / "psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", dsn, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_runs(database: Session, tmp_path: Path) -> None:
    """From top to bottom under psql: transactions, the statement that may not run in one, and promises."""
    file = tmp_path / "plan.sql"
    file.write_text(plan_sql(_plan()))
    done = _psql(database, file)
    assert done.stderr == ""
    assert database.value("select count(*) from pg_constraint where conname = 't_a_check'") == 1
    assert database.value("select indisvalid from pg_index where indexrelid = 'i'::regclass") is True


def test_the_script_keeps_rows_aside_where_difftool_never_was(database: Session, tmp_path: Path) -> None:
    """What a step keeps aside finds its place, on a database without schema difftool too."""
    keeping = "insert into difftool.quarantine select 'k', 'k', 'values', 'public', 't', '{}', 1"
    steps = (Step(1, Phase.CLEAN, "keep", (keeping,), LOSSLESS),)
    file = tmp_path / "plan.sql"
    file.write_text(plan_sql(plan(steps), LEDGER))
    assert _psql(database, file).stderr == ""
    assert database.value("select rows from difftool.quarantine") == 1


def test_the_script_stops_at_a_probe(database: Session, tmp_path: Path) -> None:
    """A probe with another answer than the plan's stops the script before its step."""
    file = tmp_path / "plan.sql"
    file.write_text(plan_sql(_plan(orphans="select count(*) from t")))
    done = _psql(database, file)
    assert done.returncode == 3
    assert "refused: 1 rows that a probe counts, must be 0" in done.stderr
    assert database.value("select count(*) from pg_constraint where conname = 't_a_check'") == 0


def test_files_run_in_order_and_keep_the_ledger(database: Session, tmp_path: Path) -> None:
    """Each file is one paste; afterwards the ledger knows the plan as complete."""
    for name in write_files(tmp_path, _plan()):
        database.execute((tmp_path / name).read_text())
    assert database.value("select count(*) from difftool.step where done is not null") == 3
    assert database.value("select finished is not null from difftool.plan") is True


def test_files_out_of_order_change_nothing(database: Session, tmp_path: Path) -> None:
    """A step's file that is pasted before its time, or twice, is refused by the database."""
    names = write_files(tmp_path, _plan())
    database.execute((tmp_path / names[0]).read_text())
    database.execute((tmp_path / names[1]).read_text())
    for name in (names[1], names[-2]):
        with pytest.raises(psycopg2.errors.RaiseException, match="is not the next one of this plan"):
            database.execute((tmp_path / name).read_text())
        database.execute("rollback")
    assert database.value("select count(*) from t") == 1
    assert database.value("select count(*) from difftool.step where done is not null") == 1


@pytest.mark.parametrize("about", ["it's 100 %", "$do$ end", HOSTILE])
def test_an_assertion_quotes_what_it_says(database: Session, about: str) -> None:
    """No text of a probe gets out of its quotes; what is raised is the count."""
    database.execute(assertion(Probe("select 0", about=about)))
    with pytest.raises(psycopg2.errors.RaiseException, match="refused: 7 "):
        database.execute(assertion(Probe("select 7 where '$do$' <> ''", about=about)))


def test_a_comment_does_not_swallow_the_semicolon() -> None:
    """Statements stay apart where one ends in a comment."""
    assert terminated(["select 1 -- one", "select 2;", "select 3"]) == "select 1 -- one\n;\n\nselect 2;\n\nselect 3;"

"""A plan as SQL runs, and refuses, by itself."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from difftool.cli.plan_views import write_files
from difftool.errors import UsageError
from difftool.model.plan import Phase, Plan, Probe, Step, TargetDatabase, Undo, UndoKind
from difftool.model.profile import Verification
from difftool.pg.binaries import discover
from difftool.pg.connection import whoami
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.ledger_sql import LEDGER
from difftool.report.script import assertion, in_database, plan_sql, terminated
from tests.report.made import HOSTILE, plan

LOSSLESS = Undo(UndoKind.LOSSLESS)


def _plan(session: Session, *, orphans: str = "select count(*) from t where a < 0; -- none") -> Plan:
    """For the database of the session."""
    steps = (
        Step(1, Phase.EXPAND, HOSTILE, ("create table t (a int)", "insert into t values (1)"), LOSSLESS),
        Step(2, Phase.INDEX, "index t", ("create index concurrently i on t (a)",), LOSSLESS, transaction=False),
        Step(3, Phase.ENFORCE, "check t", ("alter table t add check (a > 0) -- ok",), LOSSLESS, (Probe(orphans),)),
    )
    return _here(session, plan(steps, verify=(Verification("t holds one row", "select count(*) - 1 from t"),)))


def _here(session: Session, made: Plan) -> Plan:
    found = whoami(session)
    return replace(made, target=TargetDatabase("", found.database, found.system))


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
    file.write_text(plan_sql(_plan(database)))
    done = _psql(database, file)
    assert done.stderr == ""
    assert database.value("select count(*) from pg_constraint where conname = 't_a_check'") == 1
    assert database.value("select indisvalid from pg_index where indexrelid = 'i'::regclass") is True


def test_the_script_keeps_rows_aside_where_difftool_never_was(database: Session, tmp_path: Path) -> None:
    """What a step keeps aside finds its place, on a database without schema difftool too."""
    keeping = "insert into difftool.quarantine select 'k', 'k', 'values', 'public', 't', '{}', 1"
    steps = (Step(1, Phase.CLEAN, "keep", (keeping,), LOSSLESS),)
    file = tmp_path / "plan.sql"
    file.write_text(plan_sql(_here(database, plan(steps)), LEDGER))
    assert _psql(database, file).stderr == ""
    assert database.value("select rows from difftool.quarantine") == 1


def test_the_script_stops_at_a_probe(database: Session, tmp_path: Path) -> None:
    """A probe with another answer than the plan's stops the script before its step."""
    file = tmp_path / "plan.sql"
    file.write_text(plan_sql(_plan(database, orphans="select count(*) from t")))
    done = _psql(database, file)
    assert done.returncode == 3
    assert "refused: 1 rows that a probe counts, must be 0" in done.stderr
    assert database.value("select count(*) from pg_constraint where conname = 't_a_check'") == 0


def test_files_run_in_order_and_keep_the_ledger(database: Session, tmp_path: Path) -> None:
    """Each file is one paste; afterwards the ledger knows the plan as complete."""
    for name in write_files(tmp_path, _plan(database)):
        database.execute((tmp_path / name).read_text())
    assert database.value("select count(*) from difftool.step where done is not null") == 3
    assert database.value("select finished is not null from difftool.plan") is True


def test_files_out_of_order_change_nothing(database: Session, tmp_path: Path) -> None:
    """A step's file that is pasted before its time, or twice, is refused by the database."""
    names = write_files(tmp_path, _plan(database))
    database.execute((tmp_path / names[0]).read_text())
    database.execute((tmp_path / names[1]).read_text())
    for name in (names[1], names[-2]):
        with pytest.raises(psycopg2.errors.RaiseException, match="is not the next one of this plan"):
            database.execute((tmp_path / name).read_text())
        database.execute("rollback")
    assert database.value("select count(*) from t") == 1
    assert database.value("select count(*) from difftool.step where done is not null") == 1


@pytest.mark.parametrize(
    "wrong", [{"database": "it's"}, {"system": "7"}, {"system": "database-7"}], ids=["name", "server", "number"]
)
def test_in_another_database_nothing_runs(database: Session, tmp_path: Path, wrong: dict[str, str]) -> None:
    """The script and each file that may hold a check stop at once, and leave nothing."""
    made = _plan(database)
    made = replace(made, target=replace(made.target, **wrong))
    (tmp_path / "plan.sql").write_text(plan_sql(made))
    assert "refused: the plan is for database" in _psql(database, tmp_path / "plan.sql").stderr
    for name in write_files(tmp_path, made):
        if "index_t" not in name:
            with pytest.raises(psycopg2.errors.RaiseException, match="refused: the plan is for database"):
                database.execute((tmp_path / name).read_text())
            database.execute("rollback")
    assert database.rows("select to_regclass('t'), to_regnamespace('difftool')") == [(None, None)]


def test_a_role_that_may_not_ask_which_server_it_is(database: Session, shadow: Shadow) -> None:
    """It runs in the database of that name; one that was planned by such a role is known by its number."""
    shadow.create_roles([Role("script_plain")])
    number = database.value("select oid from pg_database where datname = current_database()")
    database.execute("revoke execute on function pg_control_system() from public")
    database.execute("set role script_plain")
    target = _plan(database).target
    assert target.system == f"database-{number}"
    database.execute(in_database(target))
    database.execute(in_database(replace(target, system="7")))
    database.execute("reset role")
    database.execute(in_database(target))


def test_what_ran_alone_is_recorded_only_if_it_is_there(database: Session, tmp_path: Path) -> None:
    """A file before it sees that it may run; one after it refuses where the index is missing or invalid."""
    names = write_files(tmp_path, _plan(database))
    texts = {name[3:].removesuffix(".sql"): (tmp_path / name).read_text() for name in names}
    assert list(texts)[2:5] == ["check_step_2", "index_index_t", "record_step_2"]
    assert "Nothing is checked here" in texts["index_index_t"]
    database.execute(texts["ledger"])
    with pytest.raises(psycopg2.errors.RaiseException, match="step 2 is not the next one"):
        database.execute(texts["check_step_2"])
    database.execute("rollback")
    database.execute((tmp_path / names[1]).read_text())
    database.execute(texts["check_step_2"])
    for broken in ("select 1", "create index i on t (a); update pg_index set indisvalid = false"):
        database.execute(f"begin; {broken}")
        with pytest.raises(psycopg2.errors.RaiseException, match="index i is not there or not valid"):
            database.execute(texts["record_step_2"])
        database.execute("rollback")
    with pytest.raises(psycopg2.errors.RaiseException, match="not all steps of this plan have run"):
        database.execute(texts["verify"])
    database.execute("rollback")


def test_files_of_an_older_plan_are_replaced(database: Session, tmp_path: Path) -> None:
    """No file of another plan stays between the new ones; what is not numbered is left alone."""
    (tmp_path / "notes.sql").write_text("select 1")
    older = write_files(tmp_path, _plan(database))
    newer = write_files(tmp_path, replace(_plan(database), steps=_plan(database).steps[2:], digest="sha256:1"))
    assert set(newer) != set(older)
    assert {path.name for path in tmp_path.iterdir()} == {*newer, "notes.sql"}


def test_other_numbered_files_are_left_alone(database: Session, tmp_path: Path) -> None:
    """A folder of somebody's migrations is refused by their names, before anything is written."""
    (tmp_path / "01_init.sql").write_text("create table a ()")
    with pytest.raises(UsageError, match=r"numbered files that are of no plan: 01_init\.sql; name another folder"):
        write_files(tmp_path, _plan(database))
    assert [path.name for path in tmp_path.iterdir()] == ["01_init.sql"]


@pytest.mark.parametrize("about", ["it's 100 %", "$do$ end", HOSTILE])
def test_an_assertion_quotes_what_it_says(database: Session, about: str) -> None:
    """No text of a probe gets out of its quotes; what is raised is the count."""
    database.execute(assertion(Probe("select 0", about=about)))
    with pytest.raises(psycopg2.errors.RaiseException, match="refused: 7 "):
        database.execute(assertion(Probe("select 7 where '$do$' <> ''", about=about)))


def test_a_comment_does_not_swallow_the_semicolon() -> None:
    """Statements stay apart where one ends in a comment."""
    assert terminated(["select 1 -- one", "select 2;", "select 3"]) == "select 1 -- one\n;\n\nselect 2;\n\nselect 3;"

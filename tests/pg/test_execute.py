from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from difftool.errors import DataRefused, LimitReached
from difftool.model.plan import Phase, Probe, Step, Undo, UndoKind
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow

QUICK = Conditions("public", lock_timeout=0.05, statement_timeout=5, attempts=2, pause=0.01)


def step(*sql: str, probes: tuple[Probe, ...] = (), transaction: bool = True, rows: bool = False) -> Step:
    undo = Undo(UndoKind.LOSSLESS, ("drop index concurrently public.jobs_status",) if not transaction else ())
    locks = {"public.jobs": "ACCESS EXCLUSIVE"}
    return Step(1, Phase.EXPAND, "change jobs", sql, undo, probes, locks, transaction=transaction, rows=rows)


@pytest.fixture
def jobs(database: Session) -> Session:
    database.execute("create table jobs (id int primary key, status text)")
    database.execute("insert into jobs select g, 'pending' from generate_series(1, 10) g")
    return database


@pytest.fixture
def other(shadow: Shadow, jobs: Session) -> Iterator[Session]:
    with shadow.session(jobs.value("select current_database()")) as session:
        yield session


def columns(session: Session) -> int:
    return int(session.value("select count(*) from pg_attribute where attrelid = 'jobs'::regclass and attnum > 0"))


def test_a_step_commits_all_or_nothing(jobs: Session) -> None:
    """A statement that fails takes the ones before it in its step back."""
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        run_step(jobs, QUICK, step("alter table jobs add column a int", "alter table jobs drop column nope"))
    assert columns(jobs) == 2


def test_rows_are_counted(jobs: Session) -> None:
    """The receipt of a data step has the number of rows that its statements changed, all together."""
    done = run_step(
        jobs,
        QUICK,
        step("update jobs set status = 'x' where id <= 3", "delete from jobs where id > 8", rows=True),
    )
    assert (done.rows, done.quarantined) == (5, 0)
    again = run_step(jobs, QUICK, step("delete from jobs where id = 1", rows=True))
    assert again.rows == 1


def test_a_probe_that_does_not_hold_stops_the_step(jobs: Session) -> None:
    """The count is told in the probe's own words, and nothing was changed."""
    probe = Probe("select count(*) from jobs where status = 'pending'", 0, "still wait")
    with pytest.raises(DataRefused) as refusal:
        run_step(jobs, QUICK, step("drop table jobs", probes=(probe,)))
    assert refusal.value.details == ("step 1 (change jobs): 10 rows still wait",)
    assert columns(jobs) == 2


def test_a_lock_that_is_not_to_be_had_names_its_holder(jobs: Session, other: Session) -> None:
    """After the last attempt the error says which process holds what."""
    other.execute("begin")
    other.execute("select from jobs")
    with pytest.raises(LimitReached) as limit:
        run_step(jobs, QUICK, step("alter table jobs add column a int"))
    assert "tried 2 times" in limit.value.message
    assert [line.split(",")[0] for line in limit.value.details] == [f"process {other.pid}"]
    assert "public.jobs" in limit.value.details[0]


def test_a_lock_that_comes_free_is_waited_for(jobs: Session, other: Session) -> None:
    """A retry succeeds once the holder is gone, and the receipt says that time was lost."""
    other.execute("set idle_in_transaction_session_timeout = '100ms'")
    other.execute("begin")
    other.execute("select from jobs")
    patient = Conditions("public", lock_timeout=0.05, attempts=12, pause=0.02)
    done = run_step(jobs, patient, step("alter table jobs add column a int"))
    assert columns(jobs) == 3
    assert 0 < done.waited <= done.seconds


def test_a_statement_that_takes_too_long_is_a_limit(jobs: Session) -> None:
    """The policy's statement_timeout ends a step, and it leaves nothing behind."""
    with pytest.raises(LimitReached, match="statement_timeout"):
        run_step(
            jobs,
            Conditions("public", statement_timeout=0.05),
            step("alter table jobs add column a int", "select pg_sleep(5)"),
        )
    assert columns(jobs) == 2


def test_names_are_found_along_the_recorded_path(jobs: Session) -> None:
    """A step runs with the search path of its plan, and the session keeps its own."""
    jobs.execute("create schema elsewhere")
    jobs.execute("set search_path = pg_catalog")
    run_step(jobs, Conditions("elsewhere"), step("create table here (id int)"))
    assert jobs.value("select to_regclass('elsewhere.here') is not null")
    assert jobs.value("show search_path") == "pg_catalog"


def test_an_index_is_built_outside_a_transaction(jobs: Session) -> None:
    """A step that may not run in a transaction runs by itself, and the session's settings are as before."""
    before = jobs.value("show statement_timeout")
    run_step(jobs, QUICK, step("create index concurrently jobs_status on public.jobs (status)", transaction=False))
    assert jobs.value("select indisvalid from pg_index where indexrelid = 'jobs_status'::regclass")
    assert jobs.value("show statement_timeout") == before


def test_what_a_failed_index_leaves_is_cleared_away(jobs: Session) -> None:
    """CREATE UNIQUE INDEX CONCURRENTLY that fails on data leaves no invalid index behind."""
    with pytest.raises(psycopg2.errors.UniqueViolation):
        run_step(
            jobs,
            QUICK,
            step("create unique index concurrently jobs_status on public.jobs (status)", transaction=False),
        )
    assert jobs.value("select to_regclass('public.jobs_status')") is None


def test_an_index_of_that_name_that_was_there_before_stays(jobs: Session) -> None:
    """A statement refused because its name is taken has done nothing, so nothing is undone."""
    jobs.execute("create index jobs_status on jobs (id)")
    with pytest.raises(psycopg2.errors.DuplicateTable):
        run_step(jobs, QUICK, step("create index concurrently jobs_status on public.jobs (status)", transaction=False))
    assert jobs.value("select to_regclass('public.jobs_status')") is not None


def test_rows_that_nobody_kept_are_not_deleted(jobs: Session) -> None:
    """A step that promises to keep what it deletes is rolled back where a cascade reaches further."""
    jobs.execute("create table attempts (id int, job int references jobs on delete cascade)")
    jobs.execute("insert into attempts values (1, 1)")
    promise = Step(
        1, Phase.CLEAN, "clean jobs", ("delete from jobs where id = 1",), Undo(UndoKind.QUARANTINE), rows=True
    )
    with pytest.raises(DataRefused, match="would delete 2 rows and keep only 0"):
        run_step(jobs, QUICK, promise)
    assert jobs.value("select count(*) from attempts") == 1

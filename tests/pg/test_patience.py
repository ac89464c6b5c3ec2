"""Locks: who holds them is named, attempts are brief and bounded, a deadlock is only another attempt."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import LimitReached
from difftool.model.plan import Phase, Step, Undo, UndoKind
from difftool.pg.execute import Conditions, run_step
from difftool.pg.interrupt import interruptible
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.pg.watching import looking, progress

QUICK = Conditions("public", lock_timeout=0.1, attempts=3, pause=0.05)
ADD = Step(
    1,
    Phase.EXPAND,
    "add a column",
    ("alter table jobs add note text",),
    Undo(UndoKind.LOSSLESS),
    locks={"public.jobs": "ACCESS EXCLUSIVE"},
)
INDEX = Step(
    2,
    Phase.INDEX,
    "index",
    ("create index concurrently jobs_user on jobs (user_id)",),
    Undo(UndoKind.LOSSLESS, ("drop index concurrently jobs_user",)),
    transaction=False,
)


@pytest.fixture
def live(database: Session) -> Session:
    database.execute("create table jobs (id integer primary key, user_id integer)")
    database.execute("create table users (id integer)")
    return database


@pytest.fixture
def dsn(shadow: Shadow, live: Session) -> str:
    return make_dsn(shadow.dsn, dbname=live.value("select current_database()"))


@pytest.fixture
def other(dsn: str) -> Iterator[Session]:
    with Session.open(dsn) as session:
        yield session


def test_who_is_in_the_way_is_named_before_and_after_each_attempt(live: Session, other: Session) -> None:
    """Three brief attempts, each told with the process and its statement; then it stops, and nothing has changed."""
    said: list[str] = []
    with other.transaction():
        other.execute("insert into jobs values (1)")
        live.execute("select pg_sleep(0.6)")  # ages are whole seconds
        with pytest.raises(LimitReached) as failed:
            run_step(live, QUICK, ADD, say=said.append)
    assert said[0].startswith(f"step 1 is about to wait: process {other.pid}")
    assert [line.split(", again")[0] for line in said[1:]] == [
        f"step 1: no lock within 0.1 s, attempt {number} of 3" for number in (1, 2)
    ]
    assert all(f"process {other.pid}" in line and "insert into jobs" in line for line in said)
    assert failed.value.exit_code == 26
    assert len(failed.value.details) == 1


def test_a_deadlock_is_another_attempt(live: Session, other: Session) -> None:
    """We are the ones who give way, and try again when the others are through."""
    said: list[str] = []
    both = replace(ADD, sql=("lock table users", "select pg_sleep(0.5)", "alter table jobs add note text"))
    live.execute("set deadlock_timeout = '30ms'")
    other.execute("begin")
    other.execute("lock table jobs")
    ending = threading.Thread(target=lambda: (other.execute("lock table users"), other.execute("commit")))
    threading.Timer(0.1, ending.start).start()
    receipt = run_step(live, Conditions("public", lock_timeout=20, pause=0.05), both, say=said.append)
    ending.join()
    assert any("a deadlock, attempt 1 of 5" in line for line in said)
    assert receipt.waited > 0
    assert live.value("select count(*) from pg_attribute where attrelid = 'jobs'::regclass and attname = 'note'") == 1


def test_a_statement_that_an_administrator_ends_took_not_too_long(live: Session, other: Session, dsn: str) -> None:
    """The code is that of the limit of time; the words are not."""

    def end(_: str) -> None:
        other.execute("select pg_cancel_backend(%s)", [live.pid])

    with other.transaction():
        other.execute("select from jobs")
        patient = replace(QUICK, lock_timeout=30)
        with (
            looking(live.pid, lambda: Session.open(dsn), end) as look,
            interruptible(live.connection, look),
            pytest.raises(LimitReached, match="somebody ended its statement; nothing of it was changed"),
        ):
            run_step(live, patient, ADD)


def test_a_signal_that_is_ignored_stays_so() -> None:
    """Started by nohup, which has it ignore SIGHUP, it goes on when the terminal is closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible() as interruption:
            os.kill(os.getpid(), signal.SIGHUP)
            interruption.check()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_while_it_waits_it_says_for_whom(live: Session, other: Session, dsn: str) -> None:
    """A step without limits of time tells who holds it up, once, and how far its index is."""
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        if line.startswith("index "):
            other.execute("rollback")

    other.execute("begin")
    other.execute("insert into jobs values (1)")
    with looking(live.pid, lambda: Session.open(dsn), hear) as look, interruptible(live.connection, look):
        run_step(live, QUICK, INDEX)
    assert said[0].startswith(f"waiting for a transaction to end, held by process {other.pid}, difftool, idle in")
    assert said[1].endswith(": waiting for writers before build…")
    assert len(said) == 2


@pytest.mark.slow
def test_the_building_of_an_index_is_told_with_its_share(live: Session, dsn: str) -> None:
    """On a table that takes a while, the share that is done grows."""
    live.execute("insert into jobs select g, hashint4(g) from generate_series(1, 1000000) g")
    shares: list[str] = []
    with Session.open(dsn) as watcher:
        building = threading.Thread(target=lambda: run_step(live, QUICK, INDEX))
        building.start()
        while building.is_alive():
            shares += progress(watcher, live.pid)
    told = {line.rsplit(", ", 1)[1] for line in shares if "scanning table, " in line}
    assert len(told) > 2

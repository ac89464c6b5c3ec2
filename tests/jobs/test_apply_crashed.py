"""The server itself goes: stopped at once between two steps, inside one, or only its process for us."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from _pytest.mark import ParameterSet

from difftool.errors import DifftoolError
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Policy, Settings
from difftool.model.receipt import StepReceipt
from difftool.pg.session import Session
from tests.jobs.planned import CLEAN, GUARD, INDEX, VALIDATE, key_is_there, plan_for, seeded, users
from tests.pg.own_server import OwnServer, own_server

CLEANED = [2, 3, 4, 5, 1, 2, 3, None, None, None]
PATIENT = Policy(lock_timeout=60, statement_timeout=60)
STEPS = (GUARD, CLEAN, VALIDATE, replace(INDEX, id=4))
WAITED_FOR = (
    "lock table jobs in row exclusive mode",
    "select from jobs where id = 9 for update",
    "lock table jobs",
    "lock table jobs in row exclusive mode",
)
"""what makes each of the steps wait"""
END_OURS = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'difftool' and pid <> pg_backend_pid() and wait_event_type = 'Lock'
"""


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as started:
        yield started


@pytest.fixture
def plan(server: OwnServer) -> Plan:
    with Session.open(server.dsn) as session:
        for name in ("live", "other"):
            session.execute(f"drop database if exists {name} with (force)")
            session.execute(f"create database {name}")
            session.execute(f"alter database {name} set synchronous_commit = on")  # or what has committed may be lost
    with _open(server) as live, _open(server, "other") as other:
        return plan_for(seeded(live), other, *STEPS, policy=PATIENT)


def _address(server: OwnServer, name: str = "live") -> Address:
    return Address(server.dsn.replace("dbname=postgres", f"dbname={name}"), "the test")


def _open(server: OwnServer, name: str = "live") -> Session:
    return Session.open(_address(server, name).dsn)


def _apply(server: OwnServer, plan: Plan, say: Callable[[str], None], progress: Callable[[StepReceipt], None]) -> None:
    work = Work(Settings("/", "/profiles"), _address(server), say=say)
    apply_plan(work, plan, approve=plan.digest, ask=None, resume=True, progress=progress)


def _nothing(_: object) -> None:
    pass


def _arrives(server: OwnServer, plan: Plan, *, ran: int) -> None:
    """The steps that are left run, and none of the others."""
    run: list[int] = []
    _apply(server, plan, _nothing, lambda done: run.append(done.id))
    assert run == [step.id for step in plan.steps[ran:]]
    with _open(server) as live:
        assert users(live) == CLEANED
        assert key_is_there(live)
        assert live.value("select indisvalid from pg_index where indexrelid = 'jobs_user'::regclass")
        assert live.value("select count(*) from difftool.kept_ab12_1") == 3


def _mostly_slow(*quick: int, of: range) -> list[ParameterSet]:
    return [pytest.param(number, marks=() if number in quick else pytest.mark.slow) for number in of]


@pytest.mark.parametrize("number", _mostly_slow(of=range(1, 4)))
def test_a_server_that_stops_between_two_steps(server: OwnServer, plan: Plan, number: int) -> None:
    """Stopped at once, without a shutdown; after its recovery the next step follows."""

    def crash(done: StepReceipt) -> None:
        if done.id == number:
            server.crash()

    with pytest.raises(DifftoolError):
        _apply(server, plan, _nothing, crash)
    server.start()
    _arrives(server, plan, ran=number)


@pytest.mark.slow
def test_a_standby_that_takes_over(server: OwnServer, plan: Plan) -> None:
    """The primary is lost after a step, and a standby that has all of it is promoted: the plan goes on there."""

    def crash(done: StepReceipt) -> None:
        if done.id == 2:
            server.crash()

    with pytest.raises(DifftoolError):
        _apply(server, plan, _nothing, crash)
    signal = server.cluster.data / "standby.signal"
    signal.touch()
    shutil.chown(signal, server.cluster.data.stat().st_uid)
    server.start()
    with Session.open(server.dsn) as session:
        assert session.value("select pg_is_in_recovery() and pg_promote()")
        assert session.value("select left(pg_walfile_name(pg_current_wal_lsn()), 8)") == "00000002"
    _arrives(server, plan, ran=2)


@pytest.mark.parametrize("number", _mostly_slow(4, of=range(1, 5)))
def test_a_server_that_stops_inside_a_step(server: OwnServer, plan: Plan, number: int) -> None:
    """Whatever the step had done is gone, be it half an index, and it runs again."""
    _interrupted(server, plan, number, server.crash)
    server.start()
    _arrives(server, plan, ran=number - 1)


@pytest.mark.parametrize("number", _mostly_slow(4, of=range(1, 5)))
def test_a_process_that_is_ended_inside_a_step(server: OwnServer, plan: Plan, number: int) -> None:
    """An administrator ends our process, in a transaction or in CREATE INDEX CONCURRENTLY: resuming goes on."""

    def end() -> None:
        with _open(server) as admin:
            admin.execute(END_OURS)

    _interrupted(server, plan, number, end)
    _arrives(server, plan, ran=number - 1)


def _interrupted(server: OwnServer, plan: Plan, number: int, strike: Callable[[], None]) -> None:
    """Strike while the step waits for somebody, which is said."""
    holders: list[Session] = []
    said: list[str] = []

    def hold(done: StepReceipt) -> None:
        if done.id == number - 1:
            holder = _open(server)
            holders.append(holder)
            holder.execute("begin")
            holder.execute(WAITED_FOR[number - 1])

    def hear(line: str) -> None:
        if line.startswith("waiting for") and not said:
            said.append(line)
            strike()

    if number == 1:
        hold(StepReceipt(0, "", "", 0))
    with pytest.raises(DifftoolError):
        _apply(server, plan, hear, hold)
    assert "held by process" in said[0]
    for holder in holders:
        holder.close()

"""What apply notices while others work on the same database, and what it never does on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import DataRefused, StalePlan, Stopped, VerificationFailed
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Observed, Plan
from difftool.model.profile import Policy, Settings, Verification
from difftool.model.receipt import StepReceipt
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.planned import (
    CLEAN,
    DETACH,
    GUARD,
    PARTS,
    VALIDATE,
    address_of,
    apply,
    plan_for,
    users,
)

CLEANED = [2, 3, 4, 5, 1, 2, 3, None, None, None]


@pytest.fixture
def address(shadow: Shadow, live: Session) -> Address:
    return address_of(shadow, live)


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


def test_what_was_observed_decides_nothing(live: Session, address: Address, plan: Plan) -> None:
    """A plan without its observations, which no digest covers, runs all the same: its steps say what they clean."""
    apply(address, replace(plan, observed=Observed()))
    assert users(live) == CLEANED


def test_many_more_rows_than_were_seen_are_refused(live: Session, address: Address, plan: Plan) -> None:
    """Three orphans were reviewed; when there are fifty-three, nobody has reviewed that, and nothing is changed."""
    live.execute("insert into jobs select g, 100 + g from generate_series(11, 60) g")
    with pytest.raises(DataRefused) as refused:
        apply(address, plan)
    assert "53 rows" in refused.value.details[0]
    assert refused.value.details[0].endswith("3 when the plan was made: make a new plan")
    assert None not in users(live)


def test_a_few_more_rows_are_expected(live: Session, address: Address, plan: Plan) -> None:
    """A live database goes on: two more orphans are cleaned with the others."""
    live.execute("insert into jobs values (11, 111), (12, 112)")
    apply(address, plan)
    assert users(live) == [*CLEANED, None, None]


def test_a_change_between_two_steps_stops_the_plan(
    live: Session, new_database: Callable[[], Session], address: Address, plan: Plan
) -> None:
    """Somebody else's DDL after the first step: the second is rolled back, and nothing goes on until that is gone."""

    def meddle(done: StepReceipt) -> None:
        if done.id == 1:
            live.execute("alter table jobs add sneaky int")

    with pytest.raises(StalePlan, match="has changed in the plan's scope while the plan ran, before step 2") as stopped:
        apply(address, plan, progress=meddle)
    assert stopped.value.details[0] == "+ column jobs.sneaky integer"
    assert None not in users(live)
    with pytest.raises(StalePlan, match="take that back and --resume, or difftool rollback") as stale:
        apply(address, plan, resume=True)
    (told,) = stale.value.details
    assert told.startswith("~ table public.jobs, where the plan's own steps have changed something, too")
    live.execute("alter table jobs drop sneaky")
    apply(address, plan, resume=True)
    assert users(live) == CLEANED


def test_what_has_changed_since_the_plan_was_made_is_named(live: Session, address: Address, plan: Plan) -> None:
    """The table that somebody has altered, and nothing else."""
    live.execute("alter table jobs add sneaky int")
    with pytest.raises(StalePlan, match="since it was planned") as stale:
        apply(address, plan)
    assert stale.value.details == ("~ table public.jobs",)


def test_a_lost_lock_stops_the_plan(live: Session, new_database: Callable[[], Session], address: Address) -> None:
    """Nothing keeps another difftool away any more: no further step runs, and resuming takes the lock anew."""
    losing = replace(GUARD, sql=(*GUARD.sql, "select pg_advisory_unlock_all()"))
    plan = plan_for(live, new_database(), losing, CLEAN, VALIDATE)
    with pytest.raises(Stopped, match="the lock that keeps other difftools away was lost") as stopped:
        apply(address, plan)
    assert stopped.value.details == ("1 of 3 steps have run. To go on: difftool apply PLAN --resume",)
    assert None not in users(live)
    apply(address, plan, resume=True)
    assert users(live) == CLEANED


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("with gone as (delete from jobs returning 1) select count(*) - count(*) from gone", "cannot be asked"),
        ("select false", "the query does not return one number"),
        ("select 0 where false", "the query does not return one number"),
        ("select null", "the query does not return one number"),
        ("select 7", "does not hold: nothing is lost (7)"),
    ],
)
def test_a_promise_changes_nothing(
    live: Session, new_database: Callable[[], Session], address: Address, query: str, told: str
) -> None:
    """A query of `verify` is asked read-only, and holds for the number 0 alone."""
    promised = plan_for(live, new_database(), verify=(Verification("nothing is lost", query),))
    with pytest.raises(VerificationFailed) as failed:
        apply(address, promised)
    assert any(told in line for line in failed.value.details)
    assert users(live) == CLEANED


def test_another_place_is_told_where_nobody_is_asked(address: Address, plan: Plan) -> None:
    """A copy has the same name and identifier: where a digest approves, the other host is said at least."""
    said: list[str] = []
    elsewhere = replace(plan, observed=replace(plan.observed, host="db.example.org:5432"))
    work = Work(Settings("/", "/profiles"), address, say=said.append)
    apply_plan(work, elsewhere, approve=plan.digest, ask=None, progress=lambda _: None)
    assert any(line.startswith("The plan was made at db.example.org:5432, not here at ") for line in said)


def test_a_complete_plan_is_verified_again(
    live: Session, new_database: Callable[[], Session], address: Address
) -> None:
    """What did not hold at its end is told by resuming it, too, until it holds or the schema has gone on."""
    live.execute("create table gate as select 7 as open")
    plan = plan_for(live, new_database(), verify=(Verification("the gate is shut", "select open from public.gate"),))
    for resume in (False, True):
        with pytest.raises(VerificationFailed, match="not what was promised"):
            apply(address, plan, resume=resume)
    live.execute("update gate set open = 0")
    assert apply(address, plan, resume=True).verdict == "complete: integrated, nothing left to do"
    live.execute("update gate set open = 7")
    live.execute("alter table jobs add later int")
    assert apply(address, plan, resume=True).verdict == "complete: integrated, nothing left to do"


def test_the_next_attempt_finishes_what_was_detached_halfway(
    live: Session, new_database: Callable[[], Session], address: Address
) -> None:
    """The reader of the partition ends after the first attempt: it is detached without being resumed."""
    other = new_database()
    for session in (live, other):
        session.execute(PARTS)
    plan = plan_for(
        live, other, DETACH, policy=Policy(lock_timeout=0.2), verify=(), tables=("parts", "parts_1"), findings=()
    )
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if "attempt 1 of 5" in line:
            assert live.value("select inhdetachpending from pg_inherits where inhrelid = 'parts_1'::regclass")
            live.execute("rollback")

    live.execute("begin")
    live.execute("select from parts_1")
    work = Work(Settings("/", "/profiles"), address, say=say)
    receipt = apply_plan(work, plan, approve=plan.digest, ask=None, progress=lambda _: None)
    assert receipt.verdict == "equal to integrated"
    assert any("attempt 1 of 5" in line for line in said)
    assert not any("attempt 2 of 5" in line for line in said)

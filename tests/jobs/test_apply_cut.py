"""The line is cut at any message: the ledger decides what has run, and resuming does the rest, each step once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from difftool.errors import DifftoolError, Unreachable
from difftool.model.address import Address
from difftool.model.plan import Batch, Plan, Step
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.planned import CLEAN, GUARD, INDEX, VALIDATE, address_of, apply, key_is_there, plan_for, users
from tests.jobs.test_apply_killed import wait_until
from tests.pg.cutting import Relay, relayed

KINDS: dict[str, tuple[Step, ...]] = {
    "plain": (GUARD, CLEAN, VALIDATE),
    "batches": (GUARD, replace(CLEAN, batch=Batch("public.jobs", ("id",), 4)), VALIDATE),
    "concurrently": (GUARD, CLEAN, VALIDATE, replace(INDEX, id=4)),
}
CLEANED = [2, 3, 4, 5, 1, 2, 3, None, None, None]
OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
AGAIN = """
drop schema if exists difftool cascade;
drop index if exists jobs_user;
alter table jobs drop constraint if exists jobs_user_id_fkey;
update jobs set user_id = id + 100 where id > 7
"""


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


def _far(shadow: Shadow, live: Session, relay: Relay) -> Address:
    return address_of(shadow, live, host="127.0.0.1", port=str(relay.port))


def _socket(live: Session) -> str:
    info = live.connection.info
    return f"{info.host}/.s.PGSQL.{info.port}"


def _arrives(shadow: Shadow, live: Session, plan: Plan) -> None:
    """Every step has run exactly once, whatever was cut."""
    apply(address_of(shadow, live), plan, resume=True)
    assert users(live) == CLEANED
    assert key_is_there(live)
    kept = [row[:2] for row in live.rows("select * from difftool.kept_ab12_1 order by 1")]
    assert kept == [(8, 108), (9, 109), (10, 110)]
    assert live.value("select count(*) from difftool.step where done is not null") == len(plan.steps)
    if INDEX.title in (step.title for step in plan.steps):
        assert live.value("select indisvalid from pg_index where indexrelid = 'jobs_user'::regclass")


def _cut_at(shadow: Shadow, live: Session, plan: Plan, number: int, *, delivered: bool) -> None:
    live.execute(AGAIN)
    with relayed(Relay(_socket(live), lambda sent, _: sent == number, delivered)) as relay:
        with pytest.raises(DifftoolError):
            apply(_far(shadow, live, relay), plan)
        assert len(relay.sent) >= number
    _arrives(shadow, live, plan)


def _messages(shadow: Shadow, live: Session, plan: Plan) -> int:
    """How many a whole run sends, but for the one that says goodbye."""
    with relayed(Relay(_socket(live))) as relay:
        apply(_far(shadow, live, relay), plan)
        return len([text for text in relay.sent if text != "X"])


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize(
    "number", [pytest.param(1, marks=pytest.mark.slow), 2, pytest.param(3, marks=pytest.mark.slow)]
)
def test_a_line_cut_at_commit_leaves_it_to_the_ledger(
    shadow: Shadow, live: Session, plan: Plan, number: int, delivered: bool
) -> None:
    """COMMIT was sent and no answer came: whether it counted is read in the ledger, and nothing runs twice."""
    steps: list[str] = []

    def at_commit(_: int, statement: str) -> bool:
        steps.extend([statement] if "difftool.step set began = coalesce" in statement else [])
        return len(steps) == number and statement == "commit"

    with relayed(Relay(_socket(live), at_commit, delivered)) as relay, pytest.raises(Unreachable) as failed:
        apply(_far(shadow, live, relay), plan)
    assert any("--resume" in line for line in failed.value.details)
    wait_until(lambda: not live.value(OTHERS))
    done = live.value("select count(*) from difftool.step where done is not null")
    assert done == (number if delivered else number - 1)
    _arrives(shadow, live, plan)


@pytest.mark.parametrize("steps", [KINDS["plain"], KINDS["concurrently"]], ids=["plain", "concurrently"])
def test_a_line_cut_anywhere_can_be_resumed(
    shadow: Shadow, live: Session, new_database: Callable[[], Session], steps: tuple[Step, ...]
) -> None:
    """Some message of a run, another one each day that the plan differs."""
    plan = plan_for(live, new_database(), *steps)
    total, dice = _messages(shadow, live, plan), Random(plan.digest)
    _cut_at(shadow, live, plan, dice.randrange(1, total), delivered=dice.random() < 0.5)


@pytest.mark.slow
@pytest.mark.timeout(1200)  # hundreds of messages, and each run is resumed
@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("steps", KINDS.values(), ids=KINDS)
def test_a_line_cut_at_each_message_can_be_resumed(
    shadow: Shadow, live: Session, new_database: Callable[[], Session], steps: tuple[Step, ...], delivered: bool
) -> None:
    """Each message that a run sends, lost on its way or answered into the void."""
    plan = plan_for(live, new_database(), *steps)
    for number in range(1, _messages(shadow, live, plan)):
        _cut_at(shadow, live, plan, number, delivered=delivered)

"""Phased delivery: a plan that stops where it is told to, and goes on later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import ApprovalMissing, PolicyRefused, Stopped
from difftool.jobs.parked import parked
from difftool.model.address import Address
from difftool.model.plan import Hazard, Phase, Plan
from difftool.model.profile import Place, PolicyException, Profile
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.seal import seal
from difftool.report.receipt import receipt_text
from tests.jobs.planned import address_of, apply, key_is_there, plan_for


@pytest.fixture
def address(shadow: Shadow, live: Session) -> Address:
    return address_of(shadow, live)


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


def test_a_plan_stops_before_a_later_phase_and_goes_on(live: Session, address: Address, plan: Plan) -> None:
    """Up to clean, two of three steps run; what waits is told, nothing else may begin, and resuming ends it."""
    receipt = apply(address, plan, until=Phase.CLEAN)
    assert [step.id for step in receipt.steps] == [1, 2]
    assert receipt.verdict == "stopped before validate, as asked"
    assert "step 3, validate: validate the foreign key" in receipt_text(receipt)
    assert key_is_there(live) is False
    with pytest.raises(Stopped):
        apply(address, plan)
    again = apply(address, plan, resume=True, until=Phase.FILL)
    assert (again.verdict, again.steps) == ("nothing to run before validate", ())
    assert apply(address, plan, resume=True).verdict == "equal to integrated"
    assert key_is_there(live)


def test_what_waits_is_told_with_its_phase_and_since_when(live: Session, address: Address, plan: Plan) -> None:
    """Whoever asks for drift learns which plan waits, at which phase, since its last step, and what is next."""
    apply(address, plan, until=Phase.GUARD)
    done = live.value(
        "select to_char(max(done) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from difftool.step"
    )
    profile = Profile("integrated", "", (), plan.scope, place=Place("x"))
    assert str(parked(live, profile)).endswith(
        f"to integrated waits at clean since {done}: 1 of 3 steps done, next: {plan.steps[1].title}"
    )


def test_nothing_begins_where_every_step_is_of_a_later_phase(live: Session, address: Address, plan: Plan) -> None:
    """Then there is not even a ledger, so that no plan waits."""
    assert apply(address, plan, until=Phase.EXPAND).verdict == "nothing to run before guard"
    assert live.value("select to_regclass('difftool.plan')") is None


@pytest.mark.parametrize(("until", "holds"), [("2026-01-31", False), ("2999-01-31", True)])
def test_an_exception_that_has_ended_stops_what_it_allowed(
    live: Session, address: Address, plan: Plan, until: str, holds: bool
) -> None:
    """Steps before it run; the one that was allowed until then is refused, by a dry run as well."""
    allowed = replace(plan.policy, exceptions=(PolicyException("LONG-LOCK", "public.jobs", "quiet hours", until),))
    excepted = seal(replace(plan, hazards=(replace(LONG, verdict="allow"),), policy=allowed, digest=""))
    apply(address, excepted, until=Phase.CLEAN)
    if holds:
        assert apply(address, excepted, resume=True).verdict == "equal to integrated"
        return
    for dry_run in (True, False):
        with pytest.raises(
            PolicyRefused, match=r"exception for LONG-LOCK of public.jobs .* ended on 2026-01-31: make a new plan"
        ):
            apply(address, excepted, resume=True, dry_run=dry_run)
    assert key_is_there(live) is False


LONG = Hazard("LONG-LOCK", 3, "public.jobs", "reads 10 rows of it while it blocks writers", "later", "confirm")


def test_a_hazard_to_be_confirmed_needs_a_word(live: Session, address: Address, plan: Plan) -> None:
    """It is refused with the option that agrees to it; steps before it may run, and the ledger keeps who agreed."""
    dangerous = seal(replace(plan, hazards=(LONG,), digest=""))
    with pytest.raises(ApprovalMissing, match="add --allow LONG-LOCK") as refused:
        apply(address, dangerous)
    assert refused.value.details == (f"LONG-LOCK in step 3, public.jobs: {LONG.effect}.",)
    assert apply(address, dangerous, until=Phase.CLEAN).steps
    apply(address, dangerous, resume=True, allow=("LONG-LOCK",))
    assert key_is_there(live)
    assert live.value("select approved from difftool.plan") == "by digest; by digest, LONG-LOCK allowed"


def test_a_person_is_asked_once_and_told_every_hazard(live: Session, address: Address, plan: Plan) -> None:
    """The one question names what the policy wants confirmed, and a yes to it is a yes to all of it."""
    dangerous = seal(replace(plan, hazards=(LONG, replace(LONG, code="OTHER", verdict="allow")), digest=""))
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        return True

    apply(address, dangerous, approve=None, ask=agree)
    assert len(asked) == 1
    assert "LONG-LOCK in step 3, public.jobs" in asked[0]
    assert "OTHER" not in asked[0]

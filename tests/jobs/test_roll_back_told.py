"""What is told of an applied plan's way back, and what is kept for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from difftool.errors import NoProvenPlan, StalePlan, UsageError
from difftool.files.plans import read_plan, write_plan
from difftool.jobs.find_state import find_state
from difftool.jobs.make_plan import make_plan
from difftool.jobs.read_history import read_history
from difftool.jobs.roll_back import roll_back
from difftool.jobs.work import Work
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.report.state import history_text
from tests.jobs.rolling import (
    WITH_KEY,
    apply,
    planned_and_applied,
    rolled_back,
    seeded,
    users,
    wanted,
    work,
)


@pytest.fixture
def live(database: Session) -> Session:
    return seeded(database)


@pytest.fixture
def on(shadow: Shadow, live: Session) -> Work:
    return work(shadow, live)


@pytest.mark.slow
def test_history_and_status_tell_of_it(live: Session, on: Work) -> None:
    """The plan is said to be rolled back, by which plan and when; status names the rollback last."""
    plan = planned_and_applied(on, live, wanted("set-null"))
    receipt = rolled_back(on)
    entries = read_history(on)
    assert (entries[0].taken_back_by, entries[1].undoes) == (receipt.digest, plan.digest)
    assert f"rolled back by {receipt.digest.removeprefix('sha256:')[:12]}" in history_text(entries, 300)
    assert "which takes back" in find_state(on, ()).history


@pytest.mark.slow
def test_a_plan_is_named_by_its_digest(live: Session, on: Work) -> None:
    """Eight characters are enough; an unknown one, a rollback and a plan that was rolled back are told apart."""
    plan = planned_and_applied(on, live, wanted("set-null"))
    assert roll_back(on, plan.digest.removeprefix("sha256:")[:8]).undoes == plan.digest
    with pytest.raises(UsageError, match="no plan ffffffff"):
        roll_back(on, "ffffffff")
    back = rolled_back(on)
    with pytest.raises(UsageError, match="is a rollback"):
        roll_back(on, back.digest)
    with pytest.raises(StalePlan, match="was rolled back"):
        roll_back(on, plan.digest)
    with pytest.raises(UsageError, match="nothing to roll back"):
        roll_back(on)


@pytest.mark.slow
def test_what_cannot_be_undone_is_said(live: Session, on: Work) -> None:
    """A label stays in its enum: the review says so, and the way back of all else is proven and runs."""
    live.execute("create type mood as enum ('sad')")
    base = f"create type mood as enum ('sad', 'ok');\n{WITH_KEY}"
    profile = wanted("set-null", base)
    profile = replace(
        profile,
        scope=replace(profile.scope, manages=(*profile.scope.manages, *_patterns("public.mood"))),
        policy=replace(profile.policy, hazards={"IRREVERSIBLE": "allow"}),
    )
    apply(on, make_plan(on, profile))
    plan = roll_back(on)
    assert "stays as it is" in plan.information[0]
    apply(on, plan)
    assert users(live)[8] == 108
    assert live.value("select count(*) from pg_enum where enumtypid = 'mood'::regtype") == 2


def test_purged_values_cannot_return(live: Session, on: Work) -> None:
    """The refusal names what is gone."""
    planned_and_applied(on, live, wanted("set-null"))
    name = live.value("select name from difftool.quarantine")
    live.execute(f"drop table {name}")
    live.execute("delete from difftool.quarantine")
    with pytest.raises(NoProvenPlan, match=name):
        roll_back(on)


@pytest.mark.slow
def test_the_ledger_has_the_plan(live: Session, on: Work) -> None:
    """The way back needs no file; the rollback's own file reads back as it is."""
    plan = planned_and_applied(on, live, wanted("set-null"))
    assert read_plan(live.value("select text from difftool.plan"), "x") == plan
    back = roll_back(on)
    assert read_plan(write_plan(back), "x") == back


def _patterns(*names: str) -> tuple[Any, ...]:
    from difftool.files.patterns import parse_pattern

    return tuple(parse_pattern(name) for name in names)

"""A paused database: apply waits between steps, says so, and can be ended."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import Stopped
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.pausing import set_pause
from difftool.jobs.work import Work
from difftool.model.plan import Batch, Plan
from difftool.model.profile import Settings
from difftool.model.receipt import StepReceipt
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.seal import seal
from tests.jobs.planned import CLEAN, GUARD, VALIDATE, address_of, key_is_there, plan_for, users


@pytest.fixture
def work(shadow: Shadow, live: Session) -> Work:
    return Work(Settings("/", "/profiles"), address_of(shadow, live))


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database(), GUARD, replace(CLEAN, batch=Batch("public.jobs", ("id",), 8)), VALIDATE)


def test_the_flag_is_told_with_since_when_and_by_whom(work: Work) -> None:
    """It is set once, stays as it was set, and goes away; a flag that is not there can be taken away, too."""
    first = set_pause(work, off=False)
    assert first.startswith("paused since 20")
    assert "by " in first
    assert set_pause(work, off=False) == first
    assert set_pause(work, off=True) == ""
    assert set_pause(work, off=True) == ""


def test_apply_waits_before_its_next_step_and_goes_on(live: Session, work: Work, plan: Plan) -> None:
    """Paused after the first step, it says why it waits and changes nothing, until the pause is over."""
    said: list[str] = []
    while_paused: list[list[int | None]] = []

    def pause_after_first(done: StepReceipt) -> None:
        if done.id == 1:
            set_pause(work, off=False)

    def hear(line: str) -> None:
        said.append(line)
        if line.startswith("paused"):
            while_paused.append(users(live))
            set_pause(work, off=True)

    apply_plan(replace(work, say=hear), plan, approve=plan.digest, ask=None, progress=pause_after_first)
    assert len(while_paused) == 1
    assert None not in while_paused[0]
    assert key_is_there(live)


@pytest.mark.slow
def test_apply_waits_between_two_batches(live: Session, work: Work, plan: Plan) -> None:
    """The first batch has committed, the second one waits for the pause to be over."""
    while_paused: list[list[int | None]] = []

    def hear(line: str) -> None:
        if line.startswith("paused"):
            while_paused.append(users(live))
            set_pause(work, off=True)

    live.execute(
        "create function pausing() returns trigger language plpgsql as $$ begin"
        " if to_regclass('difftool.paused') is null then create table difftool.paused (); end if;"
        " return null; end $$"
    )
    live.execute("create trigger pausing after update on profiles for each statement execute function pausing()")
    clean = plan.steps[1]
    paused_by_it = replace(clean, sql=("update public.profiles set id = id where false", *clean.sql))
    sealed = seal(replace(plan, steps=(plan.steps[0], paused_by_it, plan.steps[2]), digest=""))
    apply_plan(replace(work, say=hear), sealed, approve=sealed.digest, ask=None, progress=lambda _: None)
    assert while_paused[0][7:] == [None, 109, 110]
    assert key_is_there(live)


def test_a_signal_ends_an_apply_that_waits(live: Session, work: Work, plan: Plan) -> None:
    """Ctrl-C while paused: stopped, resumable, nothing changed."""
    set_pause(work, off=False)

    def hear(line: str) -> None:
        if line.startswith("paused"):
            threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()

    with pytest.raises(Stopped) as stopped:
        apply_plan(replace(work, say=hear), plan, approve=plan.digest, ask=None, progress=lambda _: None)
    assert stopped.value.exit_code == 30
    assert key_is_there(live) is None
    set_pause(work, off=True)
    apply_plan(work, plan, approve=plan.digest, ask=None, resume=True, progress=lambda _: None)
    assert key_is_there(live)

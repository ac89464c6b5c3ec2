"""The steps of a plan, one after another: each recorded, none while somebody wants us to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from difftool.errors import DifftoolError, Stopped
from difftool.jobs.bookkeeping import Bookkeeping
from difftool.jobs.live import Live
from difftool.jobs.scene import Scene
from difftool.jobs.work import Work
from difftool.model.plan import Plan, Step
from difftool.model.receipt import StepReceipt
from difftool.pg.batches import Between, Seen
from difftool.pg.connection import connect
from difftool.pg.execute import conditions_of, run_step
from difftool.pg.gates import Gate, wait_until_open
from difftool.pg.interrupt import Interruption, interruptible
from difftool.pg.lag import replicas_behind
from difftool.pg.locks import still_alone
from difftool.pg.pause import paused
from difftool.pg.session import Session
from difftool.pg.watching import looking
from difftool.pg.worded import worded
from difftool.report.receipt import batch_line

SAID_EVERY = 2.0
"""seconds"""
Progress = Callable[[StepReceipt], None]


@dataclass(frozen=True, slots=True)
class Course:
    """The steps that are to run now, and what is in scope before the first of them."""

    steps: tuple[Step, ...]
    seen: Scene


def run_steps(work: Work, live: Live, plan: Plan, course: Course, progress: Progress) -> tuple[StepReceipt, ...]:
    """Raises what stopped it, with how to go on; Stopped for a signal and where no other kind of error fits."""
    session, steps = live.session, course.steps
    keeping, gates = Bookkeeping(work, live, plan, course.seen, steps), _gates(session, plan)
    receipts: list[StepReceipt] = []
    with (
        looking(session.pid, lambda: connect(live.address), work.say) as look,
        interruptible(session.connection, look) as interruption,
    ):
        try:
            for step in steps:
                interruption.check()
                with worded():
                    wait_until_open(gates, work.say)
                    keeping.before(step)
                    between = _between(work, plan, interruption, gates)
                    conditions, book = conditions_of(plan), keeping.ledger
                    receipts.append(run_step(session, conditions, step, ledger=book, between=between, say=work.say))
                    keeping.after(step)
                progress(receipts[-1])
        except (DifftoolError, KeyboardInterrupt) as error:
            done = steps[0].id - 1 + len(receipts)
            raise _stopped(plan, done, error, interrupted=interruption.requested) from error
    return tuple(receipts)


def _gates(session: Session, plan: Plan) -> tuple[Gate, ...]:
    """What is asked before each step and after each batch."""
    return (lambda: still_alone(session), lambda: paused(session), replicas_behind(session, plan.policy.max_lag))


def _between(work: Work, plan: Plan, interruption: Interruption, gates: tuple[Gate, ...]) -> Between:
    """What happens between two batches: a signal stops the step there, and how far it has come is said at times."""
    told = 0.0

    def between(seen: Seen) -> None:
        nonlocal told
        interruption.check()
        if seen.seconds - told >= SAID_EVERY:
            told = seen.seconds
            work.say(batch_line(seen.step, seen.rows, seen.seconds, plan.observed.rows))
        wait_until_open(gates, work.say)

    return between


def _stopped(plan: Plan, done: int, error: DifftoolError | KeyboardInterrupt, *, interrupted: bool) -> DifftoolError:
    """The same kind of error, or Stopped, that says how to go on."""
    onward = f"{done} of {len(plan.steps)} steps have run. To go on: difftool apply PLAN --resume"
    if interrupted or isinstance(error, KeyboardInterrupt):
        alone = any(step.id == done + 1 and not step.transaction for step in plan.steps)
        left = f"what step {done + 1} may have left half done is cleared away when the plan goes on"
        return Stopped(f"stopped by a signal; {left if alone else 'what had begun was rolled back'}", details=(onward,))
    kind = Stopped if type(error) is DifftoolError else type(error)
    return kind(error.message, where=error.where, details=(*error.details, onward))

"""Carry out a plan that was reviewed: exactly that one, on exactly that database, and look afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from difftool import __version__
from difftool.errors import Stopped, VerificationFailed
from difftool.files.plans import write_plan
from difftool.jobs import admit
from difftool.jobs.accounting import accounted, rows_of, unchanged
from difftool.jobs.doctor import refuse_obstacles
from difftool.jobs.expected import record_last_step
from difftool.jobs.interrupted import settle_interrupted
from difftool.jobs.judge import refuse_lapsed
from difftool.jobs.live import Live, open_live
from difftool.jobs.returned import returned, waiting_to_return
from difftool.jobs.run_steps import Course, Progress, run_steps
from difftool.jobs.scene import Scene
from difftool.jobs.verify import differs
from difftool.jobs.work import Work
from difftool.model.plan import Phase, Plan, Step
from difftool.model.receipt import Receipt
from difftool.pg import ledger
from difftool.pg.backup import back_up
from difftool.pg.interrupt import heard_as
from difftool.pg.locks import alone
from difftool.pg.promises import broken
from difftool.pg.session import Session
from difftool.planning.until import up_to
from difftool.report.encode import redacted

_HALF_WAY = Stopped(
    "stopped by a signal; what had begun was rolled back, and the result was not verified",
    details=("To go on: difftool apply PLAN --resume",),
)
"""once the plan is in the ledger, where it keeps others away"""


def apply_plan(
    work: Work,
    plan: Plan,
    *,
    approve: str | None,
    ask: admit.Ask | None,
    allow: Collection[str] = (),
    resume: bool = False,
    dry_run: bool = False,
    until: Phase | None = None,
    backup: str = "",
    signer: str = "",
    progress: Progress,
) -> Receipt:
    """Run the steps that have not run yet, and verify. `dry_run` stops before the first change.

    `ask` puts a yes-no question to a person, None where nobody can be asked; `approve` is the digest that was
    reviewed, `allow` are codes of hazards that the policy wants confirmed. The first step of a phase later than
    `until` waits, and all after it. `backup` is a command that is run first, the policy's where it is empty; `signer`
    has signed the plan.
    """
    admit.refuse_edited(plan)
    with heard_as(KeyboardInterrupt()), open_live(work, read_only=dry_run) as live:
        admit.refuse_other_database(plan, live.identity, live.address)
        with nullcontext() if dry_run else _alone(work, live, plan):
            left = admit.remaining(live.session, plan, resume=resume)
            steps = up_to(left, until)
            if not steps:
                return _nothing_to_run(work, live, plan, left)
            if admit.is_there(live.session, plan):
                return Receipt(plan.digest, plan.profile, (), f"nothing to do: equal to {plan.destination}")
            if not dry_run and settle_interrupted(work, live, plan):
                left, steps = left[1:], steps[1:]
            seen = _refuse_unfit(work, live.session, plan, steps)
            if dry_run:
                return Receipt(plan.digest, plan.profile, (), f"ready: {admit.counted(len(steps))} would run")
            approval = admit.Approval(approve, ask, allow, signer)
            course = _begin(work, live, plan, Course(steps, seen), approval, backup or plan.policy.backup)
            with heard_as(_HALF_WAY):
                return _carry_out(work, live, plan, course, left[len(steps) :], progress)


@contextmanager
def _alone(work: Work, live: Live, plan: Plan) -> Iterator[None]:
    """No other difftool is at work here, and the ledger says what the last one has left."""
    with alone(live.session):
        record_last_step(work, live, plan)
        yield


def _refuse_unfit(work: Work, session: Session, plan: Plan, steps: tuple[Step, ...]) -> Scene:
    """All that is asked of the database, its rows and its rights before the first change; as it is seen."""
    refuse_lapsed(plan, steps)
    seen = admit.refuse_stale(session, plan)
    admit.refuse_data(session, plan, steps)
    ledger.refuse_without_rights(session)
    refuse_obstacles(work, session, steps)
    return seen


def _begin(
    work: Work,
    live: Live,
    plan: Plan,
    course: Course,
    approval: admit.Approval,
    backup: str,
) -> Course:
    """Have it approved, back up, and open the ledger's page."""
    session, elsewhere = live.session, admit.elsewhere(plan, live.identity)
    if approval.digest and elsewhere:
        work.say(elsewhere)
    approved = admit.require_approval(plan, live.identity, course.steps, approval)
    backed_up = _backed_up(work, session, plan, backup)
    if not course.seen.still(session):  # people, and backups, take their time
        course = replace(course, seen=admit.refuse_stale(session, plan))
    with heard_as(_HALF_WAY):
        ledger.prepare(session)
        ledger.start(session, plan, approved=approved, version=__version__, text=write_plan(plan), backup=backed_up)
    return replace(course, seen=course.seen.recorded())


def _nothing_to_run(work: Work, live: Live, plan: Plan, left: tuple[Step, ...]) -> Receipt:
    """A plan that is through is verified again: it may have ended before that, or with a difference."""
    if not left and not admit.left_behind(live.session, plan):
        _verify(work, live, plan)
    verdict = f"nothing to run before {left[0].phase}" if left else f"complete: {plan.destination}, nothing left to do"
    return Receipt(plan.digest, plan.profile, (), verdict, waiting=_waiting(left))


def _backed_up(work: Work, session: Session, plan: Plan, command: str) -> str:
    """The command as the ledger keeps it; empty where there is none, or the plan has begun and had its backup."""
    if not command or ledger.progress(session, plan.digest):
        return ""
    kept = redacted(command)
    work.say(f"backing up: {kept}…")
    back_up(session, command)
    work.say(f"backed up: {kept}")
    return kept


def _carry_out(
    work: Work, live: Live, plan: Plan, course: Course, later: tuple[Step, ...], progress: Progress
) -> Receipt:
    session = live.session
    before, kept_before = rows_of(session, plan), waiting_to_return(session, plan)
    receipts = run_steps(work, live, plan, course, progress)
    if not later:
        _verify(work, live, plan)
    accounting = (
        *accounted(before, rows_of(session, plan)),
        *unchanged(receipts),
        *returned(session, plan, kept_before),
    )
    verdict = f"stopped before {later[0].phase}, as asked" if later else f"equal to {plan.destination}"
    return Receipt(plan.digest, plan.profile, receipts, verdict, accounting, _waiting(later))


def _waiting(later: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(f"step {step.id}, {step.phase}: {step.title}" for step in later)


def _verify(work: Work, live: Live, plan: Plan) -> None:
    lines = broken(live.session, plan.verify, plan.search_path)
    different = differs(work, live, plan)
    if different or lines:
        raise VerificationFailed("applied, but not what was promised", details=(*filter(None, [different]), *lines))

"""Whether a database is as a plan expects it before its next step."""

from __future__ import annotations

from difftool.diff.fingerprint import managed_fingerprint
from difftool.errors import StalePlan
from difftool.jobs.live import Live
from difftool.jobs.scene import Scene, see
from difftool.jobs.verify import as_proven
from difftool.jobs.work import Work
from difftool.model.plan import Plan, Step
from difftool.pg import ledger
from difftool.pg.ledger import Ledger, Progress
from difftool.pg.session import Session


def as_expected(session: Session, plan: Plan, progress: Progress | None) -> bool:
    """Whether live is as it was when planned, or as the last step has left it."""
    return is_expected(see(session, plan), plan, progress)


def is_expected(seen: Scene, plan: Plan, progress: Progress | None) -> bool:
    """As `as_expected`, of a database that was seen.

    Where the state was not recorded after the last step, the proven one counts, if it was proven on live's version;
    else the imprint that was kept with the step.
    """
    if progress is None or not progress.done:
        return seen.state == plan.before
    if progress.state:
        return seen.state == progress.state
    step = _last(plan, progress)
    if plan.proven_on == plan.live_major:
        return managed_fingerprint(seen.catalog, plan.comparing) == step.after
    if not progress.imprint:
        raise StalePlan(
            f"step {step.id} was run by hand, so what it left was not recorded: run the other steps the same way"
        )
    return seen.imprint == progress.imprint


def record_last_step(work: Work, live: Live, plan: Plan) -> None:
    """Whoever ran the last step may have ended before its state was recorded: then it is now, if that is the state."""
    progress = ledger.progress(live.session, plan.digest)
    if not (progress and progress.done and progress.imprint) or progress.state:
        return
    step, seen = _last(plan, progress), see(live.session, plan)
    if is_left_by(work, live, plan, step, seen):
        Ledger(live.session, plan.digest).left(step, seen.state)


def is_left_by(work: Work, live: Live, plan: Plan, step: Step, seen: Scene) -> bool:
    """Whether what was seen is what the last step has left: by what was proven.

    Where that was on another version, the step's imprint is enough; a clone has to be made where others have changed
    something since, be it out of scope.
    """
    progress = ledger.progress(live.session, plan.digest)
    if plan.proven_on != plan.live_major and progress and progress.imprint and progress.imprint == seen.imprint:
        return True
    return as_proven(work, live, plan, seen.catalog) == step.after


def _last(plan: Plan, progress: Progress) -> Step:
    return next(step for step in plan.steps if step.id == max(progress.done))

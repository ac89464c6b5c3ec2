"""A step outside a transaction that was interrupted: what it has left says whether it had run to its end."""

from __future__ import annotations

from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.jobs.expected import as_expected, record_last_step
from difftool.jobs.live import Live
from difftool.jobs.work import Work
from difftool.model.plan import Plan, Step
from difftool.pg import ledger
from difftool.pg.catalog.read import read_catalog
from difftool.pg.execute import undo_interrupted
from difftool.pg.session import Session
from difftool.planning.detaching import detached, finishing

_PENDING = """
select exists (select from pg_catalog.pg_inherits
  where inhdetachpending and inhrelid = pg_catalog.to_regclass(%s) and inhparent = pg_catalog.to_regclass(%s))
"""


def settle_interrupted(work: Work, live: Live, plan: Plan) -> bool:
    """Whether the step that was interrupted had run to its end, and is recorded as done now.

    What it left half done is cleared away, to run again: an invalid index is dropped. A partition that was being
    detached is detached (manual: ALTER TABLE, "DETACH PARTITION … FINALIZE").
    """
    session = live.session
    progress = ledger.progress(session, plan.digest)
    if not (progress and progress.interrupted):
        return False
    step = next(step for step in plan.steps if step.id == progress.interrupted)
    if _finish_detaching(session, step) or _has_run(session, plan, step):
        with session.transaction():
            ledger.Ledger(session, plan.digest).done(step)
        record_last_step(work, live, plan)
        return True
    if not as_expected(session, plan, progress):
        undo_interrupted(session, step)
    return False


def _finish_detaching(session: Session, step: Step) -> bool:
    """Whether there was something to finish: then the step, which is this one statement, has run."""
    statement = next(filter(finishing, step.sql), "")
    if not (statement and session.value(_PENDING, detached(statement))):
        return False
    session.execute(finishing(statement))
    return True


def _has_run(session: Session, plan: Plan, step: Step) -> bool:
    """That can be told where the plan was proven on live's version."""
    now = within(read_catalog(session), plan.scope)
    return plan.proven_on == plan.live_major and managed_fingerprint(now, plan.comparing) == step.after

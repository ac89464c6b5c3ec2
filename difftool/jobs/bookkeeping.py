"""The ledger of a plan that runs: what each step has left, and what others have changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from difftool.diff.compare import compare, roots
from difftool.diff.fingerprint import fingerprint, managed_fingerprint
from difftool.diff.scope import within
from difftool.errors import StalePlan
from difftool.model.catalog import Catalog
from difftool.model.change import Change
from difftool.model.plan import Plan, Step
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.report.sentences import change_sentence

_TOLD = 10
"""changes that are told one by one"""


def states(session: Session, plan: Plan) -> Callable[[Step], str]:
    """Reads the fingerprint of the scope, in the transaction of a step that has just run.

    It raises StalePlan where somebody else has changed something meanwhile, with what that is: then the step is rolled
    back. That can be told where the plan was proven on live's version; else the fingerprint is only recorded.
    """
    seen = within(read_catalog(session), plan.scope)

    def state(step: Step) -> str:
        nonlocal seen
        now = within(read_catalog(session), plan.scope)
        if plan.proven_on == plan.live_major and managed_fingerprint(now, plan.comparing) != step.after:
            raise _stale(plan, step, seen, now)
        seen = now
        return fingerprint(now, plan.comparing)

    return state


def _stale(plan: Plan, step: Step, before: Catalog, now: Catalog) -> StalePlan:
    changes = compare(before, now, plan.comparing)
    others = [change for change in changes if not _made_by(step, change)] or changes
    return StalePlan(
        f"the database has changed in the plan's scope while the plan ran, before step {step.id} ({step.title}); "
        "nothing of that step was changed",
        details=tuple(change_sentence(change) for change in roots(others)[:_TOLD]),
    )


def _made_by(step: Step, change: Change) -> bool:
    found = change.after or change.before
    return str(change.ident) in step.touches or (
        found is not None and found.parent is not None and str(found.parent) in step.touches
    )

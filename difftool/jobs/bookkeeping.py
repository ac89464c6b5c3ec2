"""Between the steps of a plan that runs: what each has left is recorded, and nobody else may have changed anything.

Reading all that is in scope takes its time, so it is never done while a step holds locks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from difftool.diff.compare import compare, roots
from difftool.errors import StalePlan
from difftool.jobs.expected import is_left_by
from difftool.jobs.live import Live
from difftool.jobs.scene import Scene, see
from difftool.jobs.work import Work
from difftool.model.change import Change
from difftool.model.plan import Plan, Step
from difftool.pg import ledger
from difftool.report.sentences import change_sentence

_TOLD = 10
"""changes that are told one by one"""


@dataclass(slots=True)
class Bookkeeping:
    """`seen` is what the last step has left, or what was there before the first one."""

    work: Work
    live: Live
    plan: Plan
    seen: Scene

    def before(self, step: Step) -> None:
        """Raises StalePlan, with what it is, where somebody else has changed something in scope since."""
        if self.seen.still(self.live.session):
            return
        now = see(self.live.session, self.plan)
        if now.state != self.seen.state:
            raise StalePlan(
                "the database has changed in the plan's scope while the plan ran, "
                f"before step {step.id} ({step.title}); nothing of that step was changed",
                details=_told(self._changes(now)),
            )
        self.seen = now

    def after(self, step: Step) -> None:
        """Record what the step has left. Raises StalePlan where that is not what it leaves by itself."""
        now = see(self.live.session, self.plan)
        if not is_left_by(self.work, self.live, self.plan, step, now):
            changes = self._changes(now)
            raise StalePlan(
                f"the database has changed in the plan's scope while step {step.id} ({step.title}) ran: "
                "that step has run, and no other will",
                details=_told([change for change in changes if not _made_by(step, change)] or changes),
            )
        ledger.Ledger(self.live.session, self.plan.digest).left(step, now.state)
        self.seen = now

    def _changes(self, now: Scene) -> tuple[Change, ...]:
        return compare(self.seen.catalog, now.catalog, self.plan.comparing)


def _told(changes: Sequence[Change]) -> tuple[str, ...]:
    return tuple(change_sentence(change) for change in roots(changes)[:_TOLD])


def _made_by(step: Step, change: Change) -> bool:
    found = change.after or change.before
    return str(change.ident) in step.touches or (
        found is not None and found.parent is not None and str(found.parent) in step.touches
    )

"""Between the steps of a plan that runs: what each has left is recorded, and nobody else may have changed anything.

Reading all that is in scope takes its time, so it is never done while a step holds locks; and not at all after a step
whose result was proven, where nobody else has written anything meanwhile. The last one is always looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from difftool.diff.compare import compare, roots
from difftool.errors import StalePlan
from difftool.jobs.expected import is_left_by
from difftool.jobs.live import Live
from difftool.jobs.scene import Scene, see
from difftool.jobs.work import Work
from difftool.model.change import Change
from difftool.model.plan import Plan, Step
from difftool.pg.horizon import alone_since
from difftool.pg.imprint import imprint_in_history
from difftool.pg.ledger import Ledger
from difftool.planning.transactions import transactions_of
from difftool.report.sentences import change_sentence

_TOLD = 10
"""changes that are told one by one"""

_ACTING = "select exists (select from pg_catalog.pg_event_trigger where evtenabled <> 'D')"
"""whether somebody's function runs with our statements, that the rehearsal has not seen"""


@dataclass(slots=True)
class Bookkeeping:
    """`seen` is what the last step has left, or what was there before the first one of `steps`."""

    work: Work
    live: Live
    plan: Plan
    seen: Scene
    steps: tuple[Step, ...]
    ledger: Ledger = field(init=False)
    _foreseen: bool = field(init=False)
    _alone: bool = False

    def __post_init__(self) -> None:
        session = self.live.session
        self.ledger = Ledger(session, self.plan.digest, self._imprint)
        self._foreseen = self.plan.proven_on == self.plan.live_major and not session.value(_ACTING)

    def before(self, step: Step) -> None:
        """Raises StalePlan, with what it is, where somebody else has changed something in scope since."""
        if self.seen.still(self.live.session):
            return
        now = see(self.live.session, self.plan)
        if not self.seen.is_seen_again(now, self.plan):
            raise StalePlan(
                "the database has changed in the plan's scope while the plan ran, "
                f"before step {step.id} ({step.title}); nothing of that step was changed",
                details=self._told(now),
            )
        self.seen = now

    def _imprint(self, step: Step) -> str:
        """At the end of a step's transaction; empty where what it leaves is known without looking."""
        sure = self._foreseen and step is not self.steps[-1] and not step.rows
        self._alone = sure and alone_since(self.live.session, self.seen.horizon, transactions_of(step))
        return "" if self._alone else imprint_in_history(self.live.session)

    def after(self, step: Step) -> None:
        """Record what the step has left. Raises StalePlan where that is not what it leaves by itself."""
        if self._alone:
            self.seen = self.seen.left_by(step)
            return
        now = see(self.live.session, self.plan)
        if not is_left_by(self.work, self.live, self.plan, step, now):
            raise StalePlan(
                f"the database has changed in the plan's scope while step {step.id} ({step.title}) ran: "
                "that step has run, and no other will",
                details=self._told(now, step),
            )
        self.ledger.left(step, now.state)
        self.seen = now.recorded()

    def _told(self, now: Scene, *ran: Step) -> tuple[str, ...]:
        """What others have changed; all that has changed where that cannot be told apart from what the steps did."""
        changes = roots(compare(self.seen.catalog, now.catalog, self.plan.comparing))
        steps = (*self.seen.since, *ran)
        theirs = [change for change in changes if not any(_made_by(step, change) for step in steps)]
        return tuple(change_sentence(change) for change in (theirs or changes)[:_TOLD])


def _made_by(step: Step, change: Change) -> bool:
    found = change.after or change.before
    return str(change.ident) in step.touches or (
        found is not None and found.parent is not None and str(found.parent) in step.touches
    )

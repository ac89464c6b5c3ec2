"""What a plan's scope holds at one moment, and how to tell quickly whether that is still so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from difftool.diff.fingerprint import fingerprint, managed_fingerprint
from difftool.diff.scope import within
from difftool.model.catalog import Catalog
from difftool.model.plan import Plan, Step
from difftool.pg.catalog.read import read_catalog
from difftool.pg.horizon import next_to_write
from difftool.pg.imprint import imprint_in_history
from difftool.pg.session import Session
from difftool.planning.transactions import transactions_of


@dataclass(frozen=True, slots=True)
class Scene:
    """`catalog` is what was in scope when somebody looked, `state` its fingerprint.

    `since` are steps that have run after that, while nobody else wrote anything: what they leave was proven.
    """

    imprint: str
    catalog: Catalog
    state: str
    horizon: int
    """of the next transaction that writes; 0 where somebody else was at work"""
    since: tuple[Step, ...] = ()

    def still(self, session: Session) -> bool:
        """Whether no catalog has changed since, in scope or not: asking that is quick, and False may be wrong."""
        if self.horizon and self.horizon == next_to_write(session):
            return True
        return bool(self.imprint) and self.imprint == imprint_in_history(session)

    def is_seen_again(self, now: Self, plan: Plan) -> bool:
        """Whether another look shows the same."""
        if self.since:
            return managed_fingerprint(now.catalog, plan.comparing) == self.since[-1].after
        return now.state == self.state

    def left_by(self, step: Step) -> Self:
        """What a step leaves that was alone."""
        return replace(self, imprint="", horizon=self.horizon + transactions_of(step), since=(*self.since, step))

    def recorded(self) -> Self:
        """After one transaction of ours that is no step."""
        return replace(self, horizon=self.horizon and self.horizon + 1)


def see(session: Session, plan: Plan) -> Scene:
    """All at one moment; it takes a second or two for a thousand tables, so nobody may wait for a lock meanwhile."""
    with session.transaction("isolation level repeatable read, read only"):
        imprint, horizon = imprint_in_history(session), next_to_write(session)
        catalog = within(read_catalog(session), plan.scope)
    return Scene(imprint, catalog, fingerprint(catalog, plan.comparing), horizon)

"""A plan that has begun and not ended: until it does, its scope belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from difftool.errors import Stopped
from difftool.files.patterns import overlap
from difftool.files.plans import read_plan
from difftool.jobs.admit import short
from difftool.jobs.expected import as_expected
from difftool.model.plan import Plan
from difftool.model.profile import Profile
from difftool.model.receipt import Entry
from difftool.pg import ledger
from difftool.pg.session import Session


@dataclass(frozen=True, slots=True)
class Parked:
    entry: Entry
    plan: Plan

    def __str__(self) -> str:
        entry = self.entry
        where = f"waits at {entry.next_phase} since {entry.last_step or entry.started}"
        done = f"{entry.steps_done} of {entry.steps} steps done, next: {entry.next_step}"
        return f"plan {short(entry.digest)} to {entry.profile} {where}: {done}"


def parked(session: Session, profile: Profile) -> Parked | None:
    """The plan that waits in this database and whose scope has something in common with the profile's."""
    for entry in ledger.entries(session):
        if entry.finished or entry.taken_back:
            continue
        plan = read_plan(ledger.plan_text(session, entry.digest), "the ledger")
        if plan.profile == profile.name or overlap(plan.scope.manages, profile.scope.manages):
            return Parked(entry, plan)
    return None


def refuse_beside(session: Session, profile: Profile) -> None:
    """A second plan for the same objects would be stale as soon as the first goes on."""
    waiting = parked(session, profile)
    if waiting:
        raise Stopped(
            str(waiting), details=("Finish it first: difftool apply PLAN --resume; or take it back: difftool rollback",)
        )


def as_left(session: Session, waiting: Parked) -> bool:
    """Whether the database is as the last finished step of the waiting plan has left it."""
    return as_expected(session, waiting.plan, ledger.progress(session, waiting.plan.digest))

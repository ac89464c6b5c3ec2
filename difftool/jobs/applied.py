"""A plan that ran on a database, whole or in part, out of that database's own ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from difftool.errors import StalePlan, Stopped, UsageError
from difftool.files.plans import read_plan
from difftool.jobs.admit import short
from difftool.jobs.expected import as_expected
from difftool.model.plan import Plan, Step
from difftool.model.receipt import Entry
from difftool.pg import ledger
from difftool.pg.session import Session

SHORTEST = 8
"""characters of a digest that name an applied plan"""


@dataclass(frozen=True, slots=True)
class Applied:
    plan: Plan
    ran: tuple[Step, ...]


def applied(session: Session, name: str) -> Applied:
    """The plan whose digest begins with `name`, or the last one that can be rolled back where `name` is empty.

    Raises UsageError where there is none, StalePlan where it was rolled back, Stopped where a rollback waits.
    """
    entry = _entry(ledger.entries(session), name.strip().lower().removeprefix("sha256:"))
    plan = read_plan(ledger.plan_text(session, entry.digest), f"plan {short(entry.digest)} in the ledger")
    progress = ledger.progress(session, entry.digest)
    done = progress.done | progress.half_done if progress else frozenset()
    return Applied(plan, tuple(step for step in plan.steps if step.id in done))


def _entry(entries: Sequence[Entry], name: str) -> Entry:
    waiting = next((e for e in entries if e.undoes and e.waiting), None)
    if waiting:
        raise Stopped(
            f"rollback {short(waiting.digest)} of plan {short(waiting.undoes)} waits at: {waiting.next_step}",
            details=("To go on: difftool apply PLAN --resume",),
        )
    if name:
        return _named(entries, name)
    candidates = [e for e in entries if not (e.undoes or e.taken_back)]
    if not candidates:
        raise UsageError("there is nothing to roll back: no plan of difftool is in force in this database")
    return candidates[-1]


def _named(entries: Sequence[Entry], name: str) -> Entry:
    found = [e for e in entries if len(name) >= SHORTEST and e.digest.removeprefix("sha256:").startswith(name)]
    if not found:
        raise UsageError(f"no plan {name} was applied to this database (difftool history lists them)")
    if len({entry.digest for entry in found}) > 1:
        raise UsageError(f"{name} names {len({e.digest for e in found})} plans: give more of the digest")
    entry = found[-1]
    if entry.undoes:
        raise UsageError(f"plan {short(entry.digest)} is a rollback: apply plan {short(entry.undoes)} again instead")
    if entry.taken_back:
        raise StalePlan(
            f"plan {short(entry.digest)} was rolled back by {short(entry.taken_back_by)} on {entry.taken_back}"
        )
    return entry


def refuse_moved_on(session: Session, past: Applied) -> None:
    """The schema must be as the plan left it: what came after it is rolled back before it."""
    progress = ledger.progress(session, past.plan.digest)
    if as_expected(session, past.plan, progress):
        return
    name = short(past.plan.digest)
    if progress and progress.interrupted:
        raise Stopped(
            f"step {progress.interrupted} of plan {name} was interrupted, and what it left is not known",
            details=("First: difftool apply PLAN --resume",),
        )
    entries = ledger.entries(session)
    mine = max(number for number, entry in enumerate(entries) if entry.digest == past.plan.digest)
    later = [short(entry.digest) for entry in entries[mine + 1 :] if not (entry.undoes or entry.taken_back)]
    since = f"plan {', '.join(later)} came after it: roll that back first" if later else "somebody changed it since"
    raise StalePlan(f"the schema has moved on since plan {name} ran, so its way back no longer fits: {since}")

"""Conversions that the profile declares, tried in the work copy before anything else is proposed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from difftool.diff.compare import compare
from difftool.diff.drops import drop
from difftool.diff.proposal import Proposal
from difftool.diff.scope import within
from difftool.diff.unblock import unblocking
from difftool.errors import NoProvenPlan
from difftool.jobs.converge import guard_for
from difftool.jobs.goal import Goal
from difftool.model.change import Change
from difftool.pg.catalog.read import read_catalog
from difftool.pg.guarded import attempt
from difftool.pg.session import Session


def converted(session: Session, goal: Goal, statements: Iterable[tuple[str, str]]) -> tuple[Proposal, ...]:
    """Run statements, each with the column (in words) that it gives another type; what ran, in order.

    Views and the like that are in the way are dropped; converging makes them again. So are checks and indexes of the
    table that differ anyway: they may not make sense of the new type. Raises NoProvenPlan.
    """
    given = tuple(Proposal((text,), about=about) for about, text in statements)
    if not given:
        return ()
    whole = read_catalog(session)
    current, guard = within(whole, goal.scope), guard_for(goal, whole)
    changes = compare(current, goal.catalog, goal.comparing)
    subjects = {each.about for each in given}
    plain = attempt(session, (*given, *_outdated(changes, subjects)), guard)
    freed = attempt(session, unblocking(plain.stuck, changes, current, goal.catalog, goal.rendered), guard)
    done = plain.accepted + freed.accepted
    left = subjects - {each.about for each in done}
    if left:
        reasons = [f"{each.about}: {why}" for each, why in (*freed.failed, *plain.failed) if each.about in left]
        raise NoProvenPlan("a conversion that the profile declares does not run", details=reasons)
    return done


def _outdated(changes: Iterable[Change], subjects: Collection[str]) -> Iterator[Proposal]:
    known = tuple(changes)
    tables = {(c.ident.schema, c.ident.name) for c in known if str(c.ident) in subjects}
    for change in known:
        if change.before is None or change.before.parent is None or change.ident.kind not in ("constraint", "index"):
            continue
        table = change.before.parent
        if (table.schema, table.name) in tables and change.before.facts.get("type", "check") == "check":
            room = (str(change.ident),) if change.after else ()
            yield Proposal((drop(change.before),), about=str(change.ident), makes_room=room)

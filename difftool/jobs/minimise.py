"""What turned out to be a detour is left out: greedy success keeps statements that later ones made superfluous."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import psycopg2

from difftool.diff.compare import compare
from difftool.diff.proposal import Proposal
from difftool.diff.scope import within
from difftool.jobs.converge import as_it_stands, guard_for
from difftool.jobs.goal import Goal
from difftool.pg.catalog.read import read_catalog
from difftool.pg.guarded import Guard
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow

LONGEST = 40
"""proposals; each costs a run of all others and a reading of the catalog"""
PAIRS = 6
"""proposals up to which two are left out together"""


def minimal(
    shadow: Shadow, start: Scratch, goal: Goal, proposals: tuple[Proposal, ...], before: Sequence[str] = ()
) -> tuple[Proposal, ...]:
    """The proposals that are needed to lead from `start`, where the statements `before` run first, to the goal.

    All as they are where nothing suggests a detour, or where some must commit on their own.
    """
    winding = any(proposal.about == "migra" or proposal.makes_room for proposal in proposals)
    if not winding or len(proposals) > LONGEST or any(proposal.alone for proposal in proposals):
        return proposals
    with shadow.copied(start) as scratch, scratch.open() as session:
        for statement in before:
            session.execute(statement)
        whole = read_catalog(session)
        aim, guard = as_it_stands(goal, within(whole, goal.scope)), guard_for(goal, whole)
        return _needed(session, aim, guard, proposals)


def _needed(session: Session, goal: Goal, guard: Guard, proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Without one at a time, and in short plans without two: what one makes and another drops."""
    needed = list(proposals)
    may_go = [proposal for proposal in reversed(proposals) if not _for_values(proposal)]
    pairs = combinations(may_go, 2) if len(proposals) <= PAIRS else ()
    for spared in (*((one,) for one in may_go), *pairs):
        others = [each for each in needed if each not in spared]
        if len(others) == len(needed) - len(spared) and _arrives(session, goal, guard, others):
            needed = others
    return tuple(needed)


def _for_values(proposal: Proposal) -> bool:
    """What becomes of a type in place, or by its exchange: one that is made anew reads old values by position, if any.

    None are here to show it.
    """
    return any(text.startswith("ALTER TYPE ") for text in proposal.statements)


def _arrives(session: Session, goal: Goal, guard: Guard, proposals: Sequence[Proposal]) -> bool:
    session.execute("begin")
    try:
        had = guard.watched(session)
        session.execute("set local check_function_bodies = off")
        for statement in (text for proposal in proposals for text in proposal.statements):
            session.execute(statement)
        changes = compare(within(read_catalog(session), goal.scope), goal.catalog, goal.comparing)
        return not changes and had <= guard.watched(session)
    except psycopg2.Error:
        return False
    finally:
        session.execute("rollback")

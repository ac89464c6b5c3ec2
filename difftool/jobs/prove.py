"""From one database of the shadow to another: statements found, woven into steps, rehearsed in an order that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import psycopg2

from difftool.diff.proposal import Proposal
from difftool.errors import DifftoolError, NoProvenPlan, PrivilegeMissing
from difftool.jobs.converge import converge
from difftool.jobs.convert import converted
from difftool.jobs.goal import Goal
from difftool.jobs.minimise import minimal
from difftool.jobs.rehearse import Rehearsed, rehearse
from difftool.jobs.spare import spared
from difftool.model.plan import EQUAL, Proof
from difftool.pg.execute import Conditions
from difftool.pg.shadow import Shadow
from difftool.planning.catch_up import caught_up
from difftool.planning.draft import Data, Draft
from difftool.planning.pieces import pieces
from difftool.planning.rewrites import PLAIN, Online
from difftool.planning.sync import released
from difftool.planning.weave import by_phase, grouped, one_by_one, weave

ORDERS: tuple[Callable[[Sequence[Draft]], tuple[Draft, ...]], ...] = (by_phase, grouped, one_by_one)
"""The preferred order first; the last is the very order that ran."""


def prove(
    shadow: Shadow, before: Goal, target: Goal, data: Data, conditions: Conditions, online: Online = PLAIN
) -> Rehearsed:
    """Steps that were seen to lead from `before` to `target` and back. Raises NoProvenPlan.

    Where no order of the online forms holds, the plain ones are taken.
    """
    found = pieces(_proposed(shadow, before, target, data, conditions))
    existing = frozenset((i.schema, i.name) for i in before.catalog.objects if i.kind == "table")
    online, notes = spared(shadow, before, target, found, data.asserts, online)
    woven = [weave(found, existing, data, form) for form in (online, online.in_place, online.plain)]
    reasons: list[str] = []
    missing: PrivilegeMissing | None = None
    for form, drafts in enumerate(woven):
        for ordered in _orders(drafts, woven[:form]):
            final = released(caught_up(ordered, data.catch_ups), data.syncs)
            try:
                rehearsed = rehearse(shadow, before, target, final, data, conditions)
            except PrivilegeMissing as error:  # no order gives the right, but a plainer form may do without
                missing = missing or error
                reasons.append(error.message)
                break
            except (psycopg2.Error, DifftoolError) as error:
                reasons.append(str(error).strip().splitlines()[0])
                continue
            wrong = _unproven(rehearsed.proof)
            if not wrong:
                return _with_notes(rehearsed, (*notes, *(_given_up(reasons) if form else ())))
            reasons += wrong
    if missing:
        raise missing
    raise NoProvenPlan("statements were found, but no order of them holds in the rehearsal", details=reasons)


def _given_up(reasons: Sequence[str]) -> list[str]:
    return [f"in a plainer form than usual on large tables, for that did not hold in the rehearsal: {reasons[0]}"]


def _with_notes(rehearsed: Rehearsed, notes: Sequence[str]) -> Rehearsed:
    proof = replace(rehearsed.proof, notes=(*rehearsed.proof.notes, *notes))
    return replace(rehearsed, proof=proof)


def _unproven(proof: Proof) -> list[str]:
    """What the rehearsal did not show: nothing unproven is ever a plan."""
    claims = {
        "the rehearsal did not arrive": proof.forward,
        "the way back does not lead back": proof.back,
        "pg_dump sees a difference": proof.observer,
    }
    return [f"{claim}: {result}" for claim, result in claims.items() if result != EQUAL]


def _orders(drafts: tuple[Draft, ...], before: Iterable[tuple[Draft, ...]]) -> Iterator[tuple[Draft, ...]]:
    """The drafts in each order, none twice, and none that was tried with those before."""
    seen = [order(each) for each in before for order in ORDERS]
    for order in ORDERS:
        candidate = order(drafts)
        if candidate not in seen:
            seen.append(candidate)
            yield candidate


def _proposed(shadow: Shadow, before: Goal, target: Goal, data: Data, conditions: Conditions) -> tuple[Proposal, ...]:
    """The prelude of the data rules runs before anything is proposed.

    So what is renamed never looks like a drop and a create, and a column that is to be filled is there without
    NOT NULL. Declared conversions are the first proposals.
    """
    path = f"set search_path = {conditions.search_path}"
    prelude = (path, *(text for draft in data.prelude for text in draft.statements))
    with shadow.copied(before.scratch) as scratch, scratch.open() as session:
        for statement in prelude:
            session.execute(statement)
        given = converted(session, target, ((each.about, each.there) for each in data.conversions))
        start = None if data.prelude or given else before.copied
        proposals = (*given, *converge(session, target, start))
    return minimal(shadow, before.scratch, target, proposals, prelude)

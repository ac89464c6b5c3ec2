"""From a copy of live to the target, by proposals that are tried until nothing differs.

Seven proposers, each asked only when the ones before bring nothing more: alteration in place; tables with another
partition key, made anew; drops, and creation by PostgreSQL's own rendering; making again what holds no data; all that
failed so far together with the removal of what blocks it (views and the like, put back by a later round); tables that
cannot be altered, made anew; and migra. Tables are made anew for `diff` alone. A state is never tried with the same
proposer twice, so a circle ends. Only then are bodies left unchecked: the target has some that name what is nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import psycopg2.extras

from difftool.diff import engine
from difftool.diff.base_types import dropped_with_functions
from difftool.diff.compare import compare, roots
from difftool.diff.comparing import keeping
from difftool.diff.detectors import altered, created_and_dropped, made_again
from difftool.diff.fingerprint import fingerprint
from difftool.diff.impossible import impossible
from difftool.diff.persistence import persisting_together
from difftool.diff.proposal import Proposal
from difftool.diff.rewritten_tables import repartitioned, rewritten
from difftool.diff.rewritten_types import rewritten_keys, rewritten_types
from difftool.diff.scope import within
from difftool.diff.stored_rows import beside_rows
from difftool.diff.unblock import unblocking
from difftool.errors import NoProvenPlan
from difftool.jobs.goal import Goal
from difftool.model.catalog import Catalog
from difftool.model.change import Change
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.guarded import Attempt, Guard, attempt
from difftool.pg.session import Session
from difftool.report.sentences import change_sentence
from difftool.sql.first_written import as_first_written
from difftool.sql.split import split


@dataclass(frozen=True, slots=True)
class _Round:
    session: Session
    current: Catalog
    changes: tuple[Change, ...]
    goal: Goal
    stuck: tuple[Proposal, ...]


Proposer = Callable[[_Round], tuple[Proposal, ...]]


def _altered(now: _Round) -> tuple[Proposal, ...]:
    return altered(now.changes, now.current, now.goal.catalog)


def _unblock(now: _Round) -> tuple[Proposal, ...]:
    types = rewritten_types(now.changes, now.current, now.goal.catalog, now.goal.scope)
    freed = unblocking(now.stuck, now.changes, now.current, now.goal.catalog, now.goal.rendered)
    together = persisting_together(now.changes, now.current)
    return (*types, *together, *freed, *beside_rows(freed, now.changes, now.current, now.goal.scope))


def _created_and_dropped(now: _Round) -> tuple[Proposal, ...]:
    return created_and_dropped(now.changes, now.current, now.goal.rendered)


def _made_again(now: _Round) -> tuple[Proposal, ...]:
    return made_again(now.changes, now.goal.rendered)


def _migra(now: _Round) -> tuple[Proposal, ...]:
    """Single statements only: migra quotes neither labels nor roles, and what is smuggled in there is a second one."""
    session = now.session
    with session.without_path(), session.connection.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor) as cursor:
        found = engine.propose(cursor, now.goal.views.inspection)
    pieces = (split(text) for text in found.texts)
    return tuple(Proposal((texts[0].text,), about="migra") for texts in pieces if len(texts) == 1)


def _repartitioned(now: _Round) -> tuple[Proposal, ...]:
    return repartitioned(now.changes, now.current, now.goal.catalog, now.goal.rendered, now.goal.scope)


def _rewritten(now: _Round) -> tuple[Proposal, ...]:
    given = (now.changes, now.current, now.goal.catalog, now.goal.rendered, now.goal.scope)
    types = dropped_with_functions(now.changes, now.goal.scope)
    return (*rewritten_keys(*given), *rewritten(*given), *types)


_PROPOSERS: tuple[Proposer, ...] = (
    _altered,
    _repartitioned,
    _created_and_dropped,
    _made_again,
    _unblock,
    _rewritten,
    _migra,
)


def converge(session: Session, goal: Goal, start: Catalog | None = None) -> tuple[Proposal, ...]:
    """The proposals that brought the database behind `session` to the goal, in the order in which they ran.

    `start` is what it holds, where that is known. Raises NoProvenPlan naming what is left and why.
    """
    accepted: list[Proposal] = []
    tried: dict[str, int] = {}
    failed: tuple[tuple[Proposal, str], ...] = ()
    stuck: dict[str, tuple[Proposal, ...]] = {}
    whole = start or read_catalog(session)
    current = within(whole, goal.scope)
    guard, goal = guard_for(goal, whole), as_it_stands(goal, current)
    while True:
        changes = compare(current, goal.catalog, goal.comparing)
        if not changes:
            return tuple(accepted)
        _refuse_impossible(changes, goal.scope)
        state = fingerprint(current, goal.comparing)
        level = tried.get(state, 0)
        if level == len(_PROPOSERS):
            if session.value("show check_function_bodies") == "off":
                raise NoProvenPlan(_left(changes), details=_reasons(changes, failed))
            session.execute("set check_function_bodies = off")
            tried.clear()
            stuck.clear()
            continue
        tried[state] = level + 1
        now = _Round(session, current, changes, goal, stuck.get(state, ()))
        outcome: Attempt = attempt(session, map(_as_first_written, _PROPOSERS[level](now)), guard)
        accepted += outcome.accepted
        failed = outcome.failed or failed
        stuck[state] = (*now.stuck, *outcome.stuck)
        current = within(read_catalog(session), goal.scope) if outcome.accepted else current


def _as_first_written(proposal: Proposal) -> Proposal:
    otherwise = _as_first_written(proposal.otherwise) if proposal.otherwise else None
    return replace(proposal, statements=tuple(map(as_first_written, proposal.statements)), otherwise=otherwise)


def guard_for(goal: Goal, whole: Catalog) -> Guard:
    """What must survive on the way to the goal: what it holds, and what belongs to others."""
    ours = within(whole, goal.scope).objects
    return Guard(goal.keep, tuple(o.oid[1] for i, o in whole.objects.items() if i not in ours))


def as_it_stands(goal: Goal, start: Catalog) -> Goal:
    """The goal with the owners, privileges and comments of the start, where it says nothing of them."""
    catalog, comparing = keeping(start, goal.catalog, goal.comparing)
    return replace(goal, catalog=catalog, comparing=comparing)


def _refuse_impossible(changes: tuple[Change, ...], scope: Scope) -> None:
    found = impossible(changes, scope)
    if found:
        details = tuple(text for change, why in found for text in (change_sentence(change), f"  {why}"))
        raise NoProvenPlan(_left(tuple(change for change, _ in found)), details=details)


def _left(changes: tuple[Change, ...]) -> str:
    shown = ", ".join(str(change.ident) for change in roots(changes)[:5])
    more = len(roots(changes)) - 5
    return f"no proven plan: what is left is {shown}" + (f" and {more} more" if more > 0 else "")


def _reasons(changes: tuple[Change, ...], failed: tuple[tuple[Proposal, str], ...]) -> tuple[str, ...]:
    differences = [change_sentence(change) for change in roots(changes)]
    refusals = [f"tried: {proposal.statements[0].splitlines()[0]}: {why}" for proposal, why in failed]
    return (*differences, *refusals[:10])

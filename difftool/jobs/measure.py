"""What each step does, measured in a throwaway copy: locks, rewrites, the objects that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

import psycopg2

from difftool.diff.compare import compare, roots
from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.jobs.goal import Goal
from difftool.model.catalog import Catalog
from difftool.model.change import Change
from difftool.model.plan import Phase, Probe
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.pg.trace import MODES, Effect, traced
from difftool.planning.draft import Draft
from difftool.planning.ledger_sql import LEDGER


@dataclass(frozen=True, slots=True)
class Measured:
    """`changes` lead from the catalog before the step to the one after it; `stray` are changed objects out of scope."""

    draft: Draft
    locks: Mapping[str, str]
    rewrites: tuple[str, ...]
    changes: tuple[Change, ...]
    after: str
    stray: tuple[str, ...]
    askable: frozenset[str] = frozenset()
    """of the probes that were given, those whose question makes sense right before the step"""


def measure(
    shadow: Shadow,
    start: Goal,
    goal: Goal,
    drafts: Sequence[Draft],
    search_path: str,
    probes: Mapping[str, Probe] = MappingProxyType({}),
) -> tuple[Measured, ...]:
    """Run the drafts one by one in a copy of `start`. Raises psycopg2.Error where one does not run."""
    with measuring(shadow, start, goal, drafts, search_path, probes) as (measured, *_):
        return measured


@contextmanager
def measuring(
    shadow: Shadow,
    start: Goal,
    goal: Goal,
    drafts: Sequence[Draft],
    search_path: str,
    probes: Mapping[str, Probe] = MappingProxyType({}),
) -> Iterator[tuple[tuple[Measured, ...], Session, Catalog]]:
    """As `measure`, with a session on the copy, and what it holds: to go on from where the drafts have led."""
    with shadow.copied(start.scratch) as scratch, scratch.open() as session, scratch.open() as watcher:
        _prepare(session, search_path)
        measured, reached = _each(session, watcher, start.copied or read_catalog(session), goal, drafts, probes)
        watcher.close()
        yield measured, session, reached


def _prepare(session: Session, search_path: str) -> None:
    session.execute(LEDGER)
    session.execute("select pg_catalog.set_config('search_path', %s, false)", [search_path])
    session.execute("set check_function_bodies = off")


def _each(
    session: Session,
    watcher: Session,
    before: Catalog,
    goal: Goal,
    drafts: Sequence[Draft],
    probes: Mapping[str, Probe],
) -> tuple[tuple[Measured, ...], Catalog]:
    measured = []
    mine_before = within(before, goal.scope)
    for draft in drafts:
        askable = frozenset(name for name, probe in probes.items() if _runs(session, probe))
        effects = _run(session, watcher, draft)
        after = before if _changes_rows_alone(draft) else read_catalog(session)
        mine = mine_before if after is before else within(after, goal.scope)
        changes = compare(mine_before, mine)
        stray = tuple(str(c.ident) for c in compare(before, after) if c.ident not in {m.ident for m in changes})
        rewrites = tuple(sorted({name for effect in effects for name in effect.rewrites}))
        state = managed_fingerprint(mine, goal.comparing, goal.others)
        measured.append(Measured(draft, _strongest(effects), rewrites, changes, state, stray, askable))
        before, mine_before = after, mine
    return tuple(measured), before


def _changes_rows_alone(draft: Draft) -> bool:
    """Steps of our own data rules; a statement of the profile's own, which names no relation, may do anything."""
    return draft.rows and any(draft.relation) and draft.phase in (Phase.FILL, Phase.CLEAN)


def _runs(session: Session, probe: Probe) -> bool:
    """Not where it names what an earlier step has dropped or given another type, or a later one makes.

    Nor where it does not hold in a copy without rows: that is about sequences, which begin anew there.
    """
    try:
        return int(session.value(probe.ask) or 0) == probe.must_be
    except (psycopg2.ProgrammingError, psycopg2.DataError):
        return False


def _run(session: Session, watcher: Session, draft: Draft) -> list[Effect]:
    """Statements that may not run in a transaction leave no lock to look at afterwards: none is claimed for them."""
    if not draft.transaction:
        for statement in draft.statements:
            session.execute(statement)
        return []
    with session.transaction():
        return [traced(session, watcher, statement) for statement in (*draft.catch_up, *draft.statements)]


def _strongest(effects: Sequence[Effect]) -> dict[str, str]:
    strongest: dict[str, str] = {}
    for effect in effects:
        for relation, mode in effect.locks.items():
            if relation not in strongest or MODES.index(mode) > MODES.index(strongest[relation]):
                strongest[relation] = mode
    return {name: mode for name, mode in sorted(strongest.items()) if not name.startswith("difftool.")}


def touched(changes: Sequence[Change]) -> tuple[str, ...]:
    """The changed objects, those inside a created or dropped one left out."""
    return tuple(str(change.ident) for change in roots(tuple(changes)))

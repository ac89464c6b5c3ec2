"""What each step does, measured in a throwaway copy: locks, rewrites, the objects that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import MappingProxyType

import psycopg2

from difftool.diff.compare import compare, roots
from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.jobs.goal import Goal
from difftool.jobs.told_apart import Group, Mingled, grouped, one_by_one, told_apart
from difftool.model.catalog import Catalog, Ident
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
    with ExitStack() as stack:
        copy = stack.enter_context(_copied(shadow, start, search_path))
        try:
            measured, reached = _each(copy, goal, grouped(drafts, copy.holds), probes)
        except Mingled:
            copy = stack.enter_context(_copied(shadow, start, search_path))
            measured, reached = _each(copy, goal, one_by_one(drafts), probes)
        copy.watcher.close()
        yield measured, copy.session, reached


@dataclass(frozen=True, slots=True)
class _Copy:
    """`watcher` sees from outside what `session` is about; `holds` is what is there at first."""

    session: Session
    watcher: Session
    holds: Catalog


@contextmanager
def _copied(shadow: Shadow, start: Goal, search_path: str) -> Iterator[_Copy]:
    with shadow.copied(start.scratch) as scratch, scratch.open() as session, scratch.open() as watcher:
        session.execute(LEDGER)
        session.execute("select pg_catalog.set_config('search_path', %s, false)", [search_path])
        session.execute("set check_function_bodies = off")
        yield _Copy(session, watcher, start.copied or read_catalog(session))


@dataclass(frozen=True, slots=True)
class _Ran:
    draft: Draft
    table: Ident | None
    effects: Sequence[Effect]
    askable: frozenset[str]


def _each(
    copy: _Copy, goal: Goal, groups: Iterable[Group], probes: Mapping[str, Probe]
) -> tuple[tuple[Measured, ...], Catalog]:
    """What each step does, and what is there at the end. Raises Mingled."""
    measured: list[Measured] = []
    before, mine_before = copy.holds, within(copy.holds, goal.scope)
    for group in groups:
        ran = [_ran(copy, draft, table, probes) for draft, table in group]
        for each, after in zip(ran, _states(copy.session, before, ran), strict=True):
            mine = mine_before if after is before else within(after, goal.scope)
            changes = compare(mine_before, mine)
            stray = tuple(str(c.ident) for c in compare(before, after) if c.ident not in {m.ident for m in changes})
            rewrites = tuple(sorted({name for effect in each.effects for name in effect.rewrites}))
            state = managed_fingerprint(mine, goal.comparing, goal.others)
            locks = _strongest(each.effects)
            measured.append(Measured(each.draft, locks, rewrites, changes, state, stray, each.askable))
            before, mine_before = after, mine
    return tuple(measured), before


def _ran(copy: _Copy, draft: Draft, table: Ident | None, probes: Mapping[str, Probe]) -> _Ran:
    askable = frozenset(name for name, probe in probes.items() if _runs(copy.session, probe))
    return _Ran(draft, table, _run(copy.session, copy.watcher, draft), askable)


def _states(session: Session, before: Catalog, ran: Sequence[_Ran]) -> tuple[Catalog, ...]:
    """What is there after each; read after the last one, and not after steps of our own that change rows alone."""
    if _changes_rows_alone(ran[-1].draft):
        return (before,)
    after = read_catalog(session)
    held = [(each.table, _strongest(each.effects)) for each in ran if each.table]
    return told_apart(before, after, held) if len(ran) > 1 else (after,)


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

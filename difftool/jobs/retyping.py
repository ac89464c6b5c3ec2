"""Changes of type on large tables, as far as they can be exchanges: what PostgreSQL has to say to that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from difftool.jobs.showing import shown
from difftool.jobs.trial import rewrites, runs
from difftool.model.catalog import Catalog
from difftool.model.plan import Probe
from difftool.pg.session import Session
from difftool.planning.retyping.candidates import Retyped
from difftool.planning.retyping.carried import Shown
from difftool.planning.retyping.swap import swap
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.swap import Swap

_APART = "what it shares with another column changes elsewhere, too"
_FLOATS = "its new value depends on the session, or cannot be compared"


def exchanged(
    session: Session, live: Catalog, found: Sequence[Retyped], asserts: Mapping[str, Probe], online: Online
) -> tuple[tuple[Swap, ...], tuple[str, ...]]:
    """Exchanges, and a line for each that stays what it is. `session` is on a copy of the target, which is spoilt."""
    costly = [each for each in found if not each.value or rewrites(session, _column(each), _in_place(each))]
    judged = [each if each.reason or _is_fixed(session, each) else replace(each, reason=_FLOATS) for each in costly]
    groups = _groups([each for each in judged if not each.reason])
    whole = [group for group in groups if len({each.span for each in group} - {0}) <= 1]
    ready = _shown(session, [each for group in whole for each in group])
    apart = [replace(each, reason=_APART) for group in groups if group not in whole for each in group]
    swaps = tuple(swap(group, ready, live, asserts, online) for group in whole)
    return swaps, tuple(_line(each) for each in (*judged, *apart) if each.reason)


def _line(each: Retyped) -> str:
    return f"{each.was.ident} gets its type in place, which keeps everybody out of the table: {each.reason}"


def _column(each: Retyped) -> str:
    return f"{each.name} {each.was.facts['type']}"


def _in_place(each: Retyped) -> str:
    return f"alter column {each.name} type {each.type} using {each.value}"


def _is_fixed(session: Session, each: Retyped) -> bool:
    """PostgreSQL takes it as a generated column if the value is the same in every session; and it can be compared."""
    return runs(
        session,
        _column(each),
        f"add column {each.new} {each.type} generated always as ({each.value}) stored",
        f"add check ({each.new} is not distinct from ({each.value}))",
    )


def _groups(found: Iterable[Retyped]) -> list[list[Retyped]]:
    """Columns that something hangs on together, as both ends of a foreign key, change together."""
    groups: list[list[Retyped]] = []
    for each in found:
        near = [group for group in groups if any(_shared(each, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), each])
    return groups


def _shared(one: Retyped, other: Retyped) -> bool:
    return not {o.ident for o in one.hanging}.isdisjoint(o.ident for o in other.hanging)


def _shown(session: Session, found: Sequence[Retyped]) -> Shown:
    """What hangs on the columns, of the new ones instead; the copy is spoilt by that."""
    for each in found:
        session.execute(f"alter table {each.table} rename column {each.name} to {each.new}")
    return shown(session, {o.ident: o for each in found for o in each.hanging}.values())

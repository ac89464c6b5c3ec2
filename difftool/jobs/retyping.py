"""Changes of type on large tables, as far as they can be exchanges: what PostgreSQL has to say to that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import psycopg2

from difftool.jobs.goal import Goal
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.plan import Probe
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.draft import Piece
from difftool.planning.retyping.candidates import Retyped, Sides, candidates
from difftool.planning.retyping.carried import Shown
from difftool.planning.retyping.swap import swap
from difftool.planning.rewrites import Online
from difftool.sql.quote import ahead, identifier, qualified

_COPY = "create temp table difftool_tried ({name} {was})"
_FILE = "select pg_catalog.pg_relation_filenode('pg_temp.difftool_tried')"
_IN_PLACE = "alter table difftool_tried alter column {name} type {type} using {value}"
_COMPUTED = """
alter table difftool_tried add column difftool_new {type} generated always as ({value}) stored;
alter table difftool_tried add check (difftool_new is not distinct from ({value}))
"""
"""PostgreSQL takes it if the value is the same in every session, and can be compared"""
_APART = "what it shares with another column changes elsewhere, too"
_KEY_INDEX = """
select pg_catalog.pg_get_indexdef(conindid) from pg_catalog.pg_constraint
where conrelid = %s::pg_catalog.regclass and conname = %s
"""


def exchanged(
    shadow: Shadow, before: Goal, target: Goal, pieces: Sequence[Piece], asserts: Mapping[str, Probe], online: Online
) -> tuple[Online, tuple[str, ...]]:
    """With the exchanges that take the place of changes of type, and a line for each that stays what it is."""
    found = candidates(pieces, Sides(before.catalog, target.catalog, online.depends), online)
    if not found:
        return online, ()
    with shadow.copied(target.scratch) as scratch, scratch.open() as session:
        session.execute("select pg_catalog.set_config('search_path', %s, false)", [online.search_path])
        costly = [each for each in found if _rewrites(session, each)]
        judged = [each if each.reason or _is_fixed(session, each) else replace(each, reason=_FLOATS) for each in costly]
        groups = _groups([each for each in judged if not each.reason])
        whole = [group for group in groups if len({each.span for each in group} - {0}) <= 1]
        shown = _shown(session, [each for group in whole for each in group])
    apart = [replace(each, reason=_APART) for group in groups if group not in whole for each in group]
    swaps = tuple(swap(group, shown, before.catalog, asserts, online) for group in whole)
    return replace(online, swaps=swaps), tuple(_line(each) for each in (*judged, *apart) if each.reason)


_FLOATS = "its new value depends on the session, or cannot be compared"


def _line(each: Retyped) -> str:
    return f"{each.was.ident} gets its type in place, which keeps everybody out of the table: {each.reason}"


def _rewrites(session: Session, each: Retyped) -> bool:
    """Whether the table is written anew for it; also where that cannot be told."""
    try:
        with _trial(session, each):
            file = session.value(_FILE)
            session.execute(_IN_PLACE.format(**_words(each)))
            return bool(session.value(_FILE) != file)
    except psycopg2.Error:
        return True


def _is_fixed(session: Session, each: Retyped) -> bool:
    try:
        with _trial(session, each):
            session.execute(_COMPUTED.format(**_words(each)))
    except psycopg2.Error:
        return False
    return True


@contextmanager
def _trial(session: Session, each: Retyped) -> Iterator[None]:
    """A table with the old column alone, gone again at the end."""
    session.execute("begin")
    try:
        session.execute(_COPY.format(**_words(each)))
        yield
    finally:
        session.execute("rollback")


def _words(each: Retyped) -> dict[str, str]:
    return {"name": each.name, "was": str(each.was.facts["type"]), "type": each.type, "value": each.value}


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
    """Everything under the names that are ahead of its own, as PostgreSQL then shows it; the copy is spoilt by that."""
    hanging = {o.ident: o for each in found for o in each.hanging}
    for each in found:
        session.execute(f"alter table {each.table} rename column {each.name} to {each.new}")
    for thing in hanging.values():
        session.execute(_renaming(thing))
    if not found:
        return {}
    catalog = read_catalog(session)
    return {ident: _statement(session, catalog, thing) for ident, thing in hanging.items()}


def _renaming(thing: CatalogObject) -> str:
    ident = thing.ident
    if ident.kind == "constraint":
        names = f"{identifier(ident.part)} to {identifier(ahead(ident.part))}"
        return f"alter table {qualified(ident.schema, ident.name)} rename constraint {names}"
    return f"alter {ident.kind} {thing.address} rename to {identifier(ahead(ident.name))}"


def _statement(session: Session, catalog: Catalog, thing: CatalogObject) -> str:
    ident = _renamed(thing.ident)
    if thing.facts.get("type") in ("primary key", "unique"):
        return str(session.value(_KEY_INDEX, [qualified(ident.schema, ident.name), ident.part]))
    return str(catalog.objects[ident].notes["definition"]).rstrip().rstrip(";")


def _renamed(ident: Ident) -> Ident:
    return ident._replace(part=ahead(ident.part)) if ident.part else ident._replace(name=ahead(ident.name))

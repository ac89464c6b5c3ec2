"""Reads the catalog of a whole database: four queries in one snapshot, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from json import loads
from sys import intern

from difftool.diff.scope import not_compared
from difftool.model.catalog import Catalog, CatalogObject, Facts, Ident
from difftool.pg.catalog.text import DEPENDS, STAND_INS, kinds_sql, objects_sql, query_sql
from difftool.pg.session import Row, Session
from difftool.sql.dump_text import in_any_order
from difftool.sql.flat import flat, is_opaque

Oid = tuple[int, int, int]

RENDERING = {
    "search_path": "",
    "quote_all_identifiers": "off",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "xmloption": "content",
}
"""settings on which PostgreSQL's rendering of expressions depends"""

PLANNING = {
    "jit": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "enable_mergejoin": "off",
    "enable_memoize": "off",
    "max_parallel_workers_per_gather": "0",
    "cursor_tuple_fraction": "1",
}
"""The queries' joins are written in a good order: looking for better ones takes longer than the queries do."""


def read_catalog(session: Session, *, once: bool = False) -> Catalog:
    """All objects outside system schemas, schema `difftool` and extensions' members.

    Needs no privilege on any of them. Runs in the caller's transaction where one is open, and leaves its
    settings as they were; else in a read-only one of its own. What is read `once` in a session, and may be large,
    comes in portions.
    """
    with snapshot(session):
        major = session.version // 10000
        small = (kinds_sql(), query_sql(STAND_INS, major), query_sql(DEPENDS, major))
        kinds, standing, edges = session.prepared(small)
        large = objects_sql(major, frozenset(session.value(kinds)))
        rows = session.portions(large) if once else session.each(*session.prepared([large]))
        by_oid = _objects(rows, plain_not_null=session.plain_not_null)
        stand_ins = {(c, o, 0): (rc, ro, rs) for c, o, rc, ro, rs in session.rows(standing)}
        needs = _needs(_speaking(by_oid), stand_ins, session.each(edges))
    objects = {found.ident: found for found in sorted(by_oid.values(), key=lambda found: found.ident)}
    for thing in by_oid.values():
        if thing.parent:
            needs[thing.ident].append(thing.parent)
    return Catalog(
        session.version,
        objects,
        needs={who: tuple(dict.fromkeys(needed)) for who, needed in needs.items()},
        not_compared=not_compared(objects),
    )


def objects_query(session: Session) -> str:
    """For all objects that are there: see `queries/frame.sql`."""
    return objects_sql(session.version // 10000, frozenset(session.value(kinds_sql())))


@contextmanager
def snapshot(session: Session) -> Iterator[None]:
    """Several questions to one state, rendered as always."""
    if session.in_transaction:
        wanted = RENDERING | PLANNING
        shown = ", ".join(f"current_setting('{name}')" for name in wanted)
        before = dict(zip(wanted, session.rows(f"select {shown}")[0], strict=True))
        _set(session, wanted)
        yield
        _set(session, before)
        return
    with session.transaction("isolation level repeatable read, read only"):
        _set(session, RENDERING | PLANNING)
        yield


def _set(session: Session, settings: Mapping[str, str]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    session.rows(f"select {calls}", [text for pair in settings.items() for text in pair])


def _objects(rows: Iterable[Row], *, plain_not_null: bool) -> dict[Oid, CatalogObject]:
    """By oid; what hangs on something that is not read itself (an extension's table, say) is left out."""
    found: dict[Oid, CatalogObject] = {}
    parents: dict[Oid, Oid] = {}
    for row in rows:
        thing = _read(row)
        if not (plain_not_null and _is_plain_not_null(thing)):
            found[thing.oid] = thing
            parents |= {thing.oid: _oid(row[8])} if row[8] else {}
    for oid in [oid for oid in parents if not _rooted(oid, found, parents)]:
        del found[oid], parents[oid]
    for oid, parent in parents.items():
        found[oid] = found[oid]._replace(parent=found[parent].ident)
    return found


def _read(row: Row) -> CatalogObject:
    """Without its parent. What many objects, or many readings, say in the same words is parsed, and kept, once."""
    kind, schema, name, part, address, *oid = row[:8]
    facts, notes = _told(kind, *row[9:])
    return CatalogObject(Ident(*map(intern, (kind, schema, name, part))), address, _oid(oid), facts, None, notes)


@lru_cache(maxsize=10_000)
def _told(kind: str, facts_text: str, notes_text: str) -> tuple[Facts, Facts]:
    told, notes = loads(facts_text), loads(notes_text)
    facts = {intern(name): value for name, value in _settled(kind, told).items()}
    words = {name: told[name] for name in _CONDITIONS if facts.get(name) != told.get(name)}
    return facts, {**notes, "words": words} if words else notes


def _is_plain_not_null(thing: CatalogObject) -> bool:
    """A constraint that says no more than its column does, save for its name."""
    facts = thing.facts
    more = facts.get("no_inherit") or not facts.get("validated", True)
    return thing.ident.kind == "constraint" and facts.get("type") == "not null" and not more


_CONDITIONAL = (
    "column", "constraint", "domain_constraint", "function", "index", "materialized_view", "policy", "procedure",
    "rule", "trigger", "view",
)  # fmt: skip
_CONDITIONS = ("check", "definition", "expression", "using")


def _settled(kind: str, facts: Facts) -> Facts:
    if kind == "statistics":
        return {**facts, "definition": in_any_order(facts["definition"])}
    if kind not in _CONDITIONAL or is_opaque(str(facts.get("definition", ""))):
        return facts
    return {name: flat(value) if name in _CONDITIONS and value else value for name, value in facts.items()}


def _rooted(oid: Oid | None, found: Container[Oid], parents: Mapping[Oid, Oid]) -> bool:
    while oid is not None:
        if oid not in found:
            return False
        oid = parents.get(oid)
    return True


def _speaking(by_oid: Mapping[Oid, CatalogObject]) -> dict[Oid, Ident]:
    """Who is named as the end of a dependency: for what its parent describes (a key's index), the parent."""
    return {o: found.parent if found.parent and "folded" in found.notes else found.ident for o, found in by_oid.items()}


def _needs(
    idents: Mapping[Oid, Ident], stand_ins: Mapping[Oid, Oid], edges: Iterable[Row]
) -> defaultdict[Ident, list[Ident]]:
    found = defaultdict[Ident, list[Ident]](list)
    for edge in edges:
        dependent, on = (_resolve(_oid(end), idents, stand_ins) for end in (edge[:3], edge[3:]))
        if dependent and on and dependent != on:
            found[dependent].append(on)
    return found


def _resolve(oid: Oid, idents: Mapping[Oid, Ident], stand_ins: Mapping[Oid, Oid]) -> Ident | None:
    """The object that a row of pg_depend means: itself, what stands in for it, or the whole of its part."""
    seen = set()
    while oid not in seen:
        if oid in idents:
            return idents[oid]
        seen.add(oid)
        whole = (*oid[:2], 0)
        oid = stand_ins.get(oid) or (whole if oid[2] else stand_ins.get(whole, oid))
    return None


def _oid(numbers: Row | list[int]) -> Oid:
    classid, objid, objsubid = numbers
    return classid, objid, objsubid

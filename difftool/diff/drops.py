"""How PostgreSQL is told to drop each kind of object, without CASCADE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change
from difftool.sql.quote import identifier, qualified

_TYPES = ("enum", "range", "type", "base_type")
_ON_TABLE = ("constraint", "column")


def drop(thing: CatalogObject) -> str:
    """The statement that drops it."""
    ident = thing.ident
    if ident.kind in _ON_TABLE:
        what = "CONSTRAINT" if ident.kind == "constraint" else "COLUMN"
        table = "FOREIGN TABLE" if thing.parent and thing.parent.kind == "foreign_table" else "TABLE"
        return f"ALTER {table} {qualified(ident.schema, ident.name)} DROP {what} {identifier(ident.part)}"
    if ident.kind == "domain_constraint":
        domain = qualified(ident.schema, ident.name)
        return f"ALTER DOMAIN {domain} DROP CONSTRAINT {identifier(ident.part)}"
    if ident.kind in _TYPES:
        return f"DROP TYPE {thing.address}"
    if ident.kind == "user_mapping":
        return f"DROP USER MAPPING FOR {mapping(thing)}"
    if ident.kind == "transform":
        return f"DROP TRANSFORM {thing.address.replace('for ', 'FOR ', 1).replace(' on language ', ' LANGUAGE ')}"
    return f"DROP {words(ident.kind)} {named(thing)}"


def named(thing: CatalogObject) -> str:
    """Its address, as DROP, ALTER and COMMENT ON take it; GRANT has no star for an aggregate of whole rows."""
    address = thing.address
    return f"{address.removesuffix('()')}(*)" if thing.ident.kind == "aggregate" and address.endswith("()") else address


def mapping(thing: CatalogObject) -> str:
    """A user mapping as all statements name it; that of everybody is for `public`."""
    return f"{identifier(thing.notes['role'])} SERVER {identifier(thing.notes['server'])}"


def words(kind: str) -> str:
    """The kind as DDL spells it: `materialized_view` -> MATERIALIZED VIEW."""
    return kind.replace("_", " ").upper()


def inner_first(drops: Sequence[Change], current: Catalog) -> tuple[Change, ...]:
    """In this order, but for what depends on another one that goes: it comes before that."""
    going = {change.ident: change for change in drops}
    users = defaultdict[Ident, set[Ident]](set)
    for who, on in current.depends:
        inner, outer = (_going(ident, going, current) for ident in (who, on))
        if inner and outer and inner != outer:
            users[outer].add(inner)
    ordered: dict[Ident, Change] = {}
    visited = set[Ident]()

    def collect(ident: Ident) -> None:
        if ident not in visited:
            visited.add(ident)
            for user in sorted(users[ident]):
                collect(user)
            ordered[ident] = going[ident]

    for ident in going:
        collect(ident)
    return tuple(ordered.values())


def _going(ident: Ident, going: Mapping[Ident, Change], current: Catalog) -> Ident | None:
    """What goes with it: itself, or the whole that it is a part of."""
    while ident not in going:
        thing = current.objects.get(ident)
        if not thing or not thing.parent:
            return None
        ident = thing.parent
    return ident

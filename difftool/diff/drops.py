"""How PostgreSQL is told to drop each kind of object. CASCADE is never said."""

from __future__ import annotations

from difftool.model.catalog import CatalogObject
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
    return f"DROP {words(ident.kind)} {thing.address}"


def mapping(thing: CatalogObject) -> str:
    """A user mapping as all statements name it; that of everybody is for `public`."""
    return f"{identifier(thing.notes['role'])} SERVER {identifier(thing.notes['server'])}"


def words(kind: str) -> str:
    """The kind as DDL spells it: `materialized_view` -> MATERIALIZED VIEW."""
    return kind.replace("_", " ").upper()

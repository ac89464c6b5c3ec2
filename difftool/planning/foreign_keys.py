"""Foreign keys out of a catalog, with what resolving their orphans needs to know of both tables."""

from __future__ import annotations

from typing import Any

from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.foreign_key import Column, ForeignKey, Table


def foreign_key(constraint: CatalogObject, catalog: Catalog) -> ForeignKey:
    """Read a foreign key from its definition; `catalog` knows its table. Not for other kinds of constraint."""
    ident = constraint.ident
    node = _parsed(constraint)
    parent = node["pktable"]
    return ForeignKey(
        name=ident.part,
        child=table(catalog, ident.schema, ident.name),
        columns=tuple(item["String"]["sval"] for item in node["fk_attrs"]),
        parent_schema=parent.get("schemaname", "public"),
        parent_name=parent["relname"],
        refers_to=tuple(item["String"]["sval"] for item in node.get("pk_attrs", ())),
        full=node.get("fk_matchtype") == "f",
    )


def table(catalog: Catalog, schema: str, name: str) -> Table:
    """The columns of a table in their physical order, and its primary key."""
    mine = catalog.named(schema, name)
    columns = sorted((o for o in mine if o.ident.kind == "column"), key=lambda o: int(o.notes.get("position", 0)))
    key = next((o for o in mine if o.facts.get("type") == "primary key"), None)
    return Table(
        schema,
        name,
        tuple(
            Column(o.ident.part, o.facts["type"], not o.facts.get("not_null"), bool(o.facts.get("generated")))
            for o in columns
        ),
        key_columns(key) if key else (),
    )


def key_columns(constraint: CatalogObject) -> tuple[str, ...]:
    """The columns of a primary key or unique constraint, from its definition."""
    return tuple(item["String"]["sval"] for item in _parsed(constraint).get("keys", ()))


def _parsed(constraint: CatalogObject) -> dict[str, Any]:
    """The parser's grammar is that of PostgreSQL 17: what 18 adds to keys is left out, the columns stay."""
    import pgparse

    definition = str(constraint.facts["definition"]).replace(" WITHOUT OVERLAPS", "").replace("PERIOD ", "")
    sql = f"ALTER TABLE t ADD CONSTRAINT k {definition}"
    command: dict[str, Any] = pgparse.parse(sql)[0]["stmt"]["AlterTableStmt"]["cmds"][0]["AlterTableCmd"]
    node: dict[str, Any] = command["def"]["Constraint"]
    return node

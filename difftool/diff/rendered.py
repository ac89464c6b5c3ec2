"""PostgreSQL's own CREATE statements for the objects of a catalog: the entries of a pg_dump, by oid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from difftool.diff.drops import mapping
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.sql.split import split


@dataclass(frozen=True, slots=True)
class Creation:
    """`rank` is the place in pg_dump's order, in which everything comes after what it depends on.

    A type with functions of its own is `announced` before these: the place of that, or -1.
    """

    rank: int
    statements: tuple[str, ...]
    announced: int = -1


Rendered = Mapping[Ident, Creation]


def rendered(catalog: Catalog, entries: Iterable[tuple[int, int, str]]) -> Rendered:
    """Link entries (classid, objid, SQL), in pg_dump's order, to objects. Several for one object are joined.

    Of a language pg_dump leaves out a handler that is not in the dump, so that it would be looked for as an extension.
    """
    by_oid = {thing.oid[:2]: thing.ident for thing in catalog.objects.values() if not thing.oid[2]}
    mappings = [
        (f"CREATE USER MAPPING FOR {mapping(o)}", i) for i, o in catalog.objects.items() if i.kind == "user_mapping"
    ]  # pg_dump gives no oid for these
    announced: dict[str, int] = {}
    found: dict[Ident, Creation] = {}
    for rank, (classid, objid, sql) in enumerate(entries):
        ident = by_oid.get((classid, objid)) or next((i for start, i in mappings if sql.startswith(start)), None)
        if ident and sql.strip():
            earlier = found.get(ident)
            told = catalog.objects[ident].notes["definition"] if ident.kind == "language" else sql
            pieces = tuple(_with_data(piece.text) for piece in split(told))
            place, before = (earlier.rank, earlier.statements) if earlier else (rank, ())
            found[ident] = Creation(place, (*before, *pieces), announced.get(announcement(catalog.objects[ident]), -1))
        elif sql.startswith("CREATE TYPE "):
            announced[sql.strip().rstrip(";")] = rank
    return found


def announcement(type_: CatalogObject) -> str:
    """What tells functions that there will be such a type."""
    return f"CREATE TYPE {type_.address}"


def _with_data(statement: str) -> str:
    """pg_dump leaves materialized views empty, for a REFRESH that follows its data; here nothing follows."""
    if not statement.startswith("CREATE MATERIALIZED VIEW "):
        return statement
    return statement.removesuffix("WITH NO DATA").rstrip()

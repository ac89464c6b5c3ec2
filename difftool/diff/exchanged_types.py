"""A type that steps aside for another one of its name, to which the values go over.

It is never missing, so that it stays what it is to everybody else, and DROP TYPE at the end proves that nothing is left
that uses the old one.
"""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.detectors.columns import altering
from difftool.diff.detectors.types import attribute
from difftool.model.catalog import CatalogObject
from difftool.sql.quote import identifier, literals, qualified

_LONGEST_NAME = 63
"""bytes, as PostgreSQL is built everywhere"""


def labels_exchanged(old: CatalogObject, new: CatalogObject, columns: Iterable[CatalogObject]) -> list[str]:
    """An enum with other labels: its values go by way of text, and one that is no label any more fails."""
    return [
        f"ALTER TYPE {old.address} RENAME TO {identifier(_aside(old.ident.name))}",
        f"CREATE TYPE {old.address} AS ENUM ({literals(new.facts['labels'])})",
        *(_by_text(column) for column in columns),
        f"DROP TYPE {_old(old)}",
    ]


def attributes_exchanged(old: CatalogObject, new: CatalogObject, columns: Iterable[CatalogObject]) -> list[str]:
    """A composite type with attributes in another order: a cast between the two goes by their names.

    As a cast it reaches the elements of arrays as well; by way of text, so that a value that no longer fits fails.
    https://www.postgresql.org/docs/current/sql-createcast.html
    """
    over = qualified(old.ident.schema, _aside(old.ident.name, "__over"))
    cast, way = f"{_old(old)} AS {old.address}", f"{over}({_old(old)})"
    wanted = new.facts["attributes"] or ()
    words = ", ".join(f"{identifier(item['name'])} {attribute(item)}" for item in wanted)
    had = {item["name"] for item in old.facts["attributes"] or ()}
    values = ", ".join(f"($1).{identifier(i['name'])}" if i["name"] in had else "NULL" for i in wanted)
    body = f"RETURN ROW({values})::text::{old.address}"
    return [
        f"ALTER TYPE {old.address} RENAME TO {identifier(_aside(old.ident.name))}",
        f"CREATE TYPE {old.address} AS ({words})",
        f"CREATE FUNCTION {way} RETURNS {old.address} LANGUAGE sql STABLE STRICT\n    {body}",
        f"CREATE CAST ({cast}) WITH FUNCTION {way}",
        *(by_cast(column, old) for column in columns),
        f"DROP CAST ({cast})",
        f"DROP FUNCTION {way}",
        f"DROP TYPE {_old(old)}",
    ]


def as_text(column: CatalogObject) -> str:
    """The column becomes text, or an array of it."""
    kind = f"text{_array(column)}"
    return f"{altering(column)} TYPE {kind}{_using(column, kind)}"


def _by_text(column: CatalogObject) -> str:
    kind = column.facts["type"]
    return f"{altering(column)} TYPE {kind}{_using(column, f'text{_array(column)}', kind)}"


def by_cast(column: CatalogObject, type_: CatalogObject) -> str:
    """The column's type becomes this one, or an array of it."""
    kind = f"{type_.address}{_array(column)}"
    return f"{altering(column)} TYPE {kind}{_using(column, kind)}"


def _array(column: CatalogObject) -> str:
    return "[]" if column.facts["type"].endswith("[]") else ""


def _using(column: CatalogObject, *kinds: str) -> str:
    """A foreign table has no rows of its own to convert."""
    foreign = column.parent and column.parent.kind == "foreign_table"
    return "" if foreign else f" USING {'::'.join((identifier(column.ident.part), *kinds))}"


def _old(type_: CatalogObject) -> str:
    return qualified(type_.ident.schema, _aside(type_.ident.name))


def _aside(name: str, suffix: str = "__before") -> str:
    return name.encode()[: _LONGEST_NAME - len(suffix)].decode(errors="ignore") + suffix

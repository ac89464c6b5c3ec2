"""A type that steps aside for another one of its name, to which the values go over.

It is never missing, so that it stays what it is to everybody else, and DROP TYPE at the end proves that nothing is left
that uses the old one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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


Exchange = tuple[CatalogObject, CatalogObject]
"""a composite type as it is, and as it is to be"""


def attributes_exchanged(pairs: Sequence[Exchange], over: Iterable[str]) -> list[str]:
    """Composite types, each before those that hold it, with attributes in another order: a cast goes by their names.

    As a cast it reaches the elements of arrays as well; by way of text, so that a value that no longer fits fails.
    `over` are the statements that take columns over to the new types.
    https://www.postgresql.org/docs/current/sql-createcast.html
    """
    kinds = {kind for old, _ in pairs for kind in (old.address, f"{old.address}[]")}
    return [
        *(text for old, new in pairs for text in _cast_made(old, new, kinds)),
        *over,
        *(text for old, _ in reversed(pairs) for text in _old_gone(old)),
    ]


def _cast_made(old: CatalogObject, new: CatalogObject, kinds: Collection[str]) -> list[str]:
    wanted = new.facts["attributes"] or ()
    words = ", ".join(f"{identifier(item['name'])} {attribute(item)}" for item in wanted)
    had = {item["name"]: item["type"] for item in old.facts["attributes"] or ()}
    values = ", ".join(_attribute_value(item["name"], item["type"], had, kinds) for item in wanted)
    body = f"RETURN ROW({values})::text::{old.address}"
    return [
        f"ALTER TYPE {old.address} RENAME TO {identifier(_aside(old.ident.name))}",
        f"CREATE TYPE {old.address} AS ({words})",
        f"CREATE FUNCTION {_way(old)} RETURNS {old.address} LANGUAGE sql STABLE STRICT\n    {body}",
        f"CREATE CAST ({_old(old)} AS {old.address}) WITH FUNCTION {_way(old)}",
    ]


def _attribute_value(name: str, kind: str, had: Mapping[str, str], kinds: Collection[str]) -> str:
    if name not in had:
        return "NULL"
    value = f"($1).{identifier(name)}"
    return f"{value}::{kind}" if kind in kinds and had[name] == kind else value


def _old_gone(old: CatalogObject) -> tuple[str, ...]:
    return (f"DROP CAST ({_old(old)} AS {old.address})", f"DROP FUNCTION {_way(old)}", f"DROP TYPE {_old(old)}")


def _way(old: CatalogObject) -> str:
    return f"{qualified(old.ident.schema, _aside(old.ident.name, '__over'))}({_old(old)})"


def as_text(column: CatalogObject) -> str:
    """The column becomes text, or an array of it."""
    kind = f"text{_array(column)}"
    return f"{altering(column)} TYPE {kind}{_using(column, kind)}"


def _by_text(column: CatalogObject) -> str:
    kind = column.facts["type"]
    return f"{altering(column)} TYPE {kind}{_using(column, f'text{_array(column)}', kind)}"


def as_named(column: CatalogObject) -> str:
    """The column's type becomes the one that has the old one's name now."""
    kind = column.facts["type"]
    return f"{altering(column)} TYPE {kind}{_using(column, kind)}"


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

"""What lies outside a scope and is used from inside it, as externals: derived where no profile declares them."""

from __future__ import annotations

from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.profile import External
from difftool.planning.foreign_keys import foreign_key
from difftool.sql.quote import qualified

_TYPES = ("enum", "domain", "type")


def neighbours(whole: Catalog, mine: Catalog) -> tuple[External, ...]:
    """Tables that foreign keys of `mine` refer to, with just those columns, functions and types that it uses."""
    tables: dict[tuple[str, str], External] = {}
    for thing in mine.objects.values():
        if thing.facts.get("type") == "foreign key":
            external = _referred(thing, whole, mine)
            if external:
                known = tables.get((external.kind, external.name))
                columns = {**(known.columns if known else {}), **external.columns}
                tables[external.kind, external.name] = External("table", external.name, columns, external.key)
    return (*tables.values(), *_used(whole, mine))


def _referred(constraint: CatalogObject, whole: Catalog, mine: Catalog) -> External | None:
    key = foreign_key(constraint, whole)
    inside = any((i.schema, i.name) == (key.parent_schema, key.parent_name) for i in mine.objects if i.kind == "table")
    if inside:
        return None
    types = {
        i.part: str(thing.facts["type"])
        for i, thing in whole.objects.items()
        if i.kind == "column" and (i.schema, i.name) == (key.parent_schema, key.parent_name)
    }
    name = qualified(key.parent_schema, key.parent_name)
    return External("table", name, {column: types[column] for column in key.refers_to}, key.refers_to)


def _used(whole: Catalog, mine: Catalog) -> tuple[External, ...]:
    used = sorted({what for who, what in whole.depends if who in mine.objects and what not in mine.objects})
    functions = (
        External("function", f"{ident.schema}.{ident.name}", returns=str(whole.objects[ident].facts["returns"]))
        for ident in used
        if ident.kind == "function"
    )
    types = (
        External("type", qualified(i.schema, i.name), labels=tuple(whole.objects[i].facts.get("labels", ())))
        for i in used
        if i.kind in _TYPES
    )
    return (*types, *functions)

"""What lies outside a scope and is used from inside it, as externals: derived where no profile declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from difftool.model.catalog import Catalog, Ident
from difftool.model.foreign_key import ForeignKey
from difftool.model.profile import External
from difftool.planning.foreign_keys import foreign_key
from difftool.sql.quote import qualified

_TYPES = ("enum", "domain", "type")


def neighbours(whole: Catalog, mine: Catalog) -> tuple[External, ...]:
    """Tables that foreign keys of `mine` refer to, with just those columns, functions and types that it uses."""
    beyond = _beyond(whole, mine)
    tables: dict[str, External] = {}
    for thing in (mine.objects[ident] for ident in beyond):
        if thing.facts.get("type") == "foreign key":
            key = foreign_key(thing, whole)
            if Ident("table", key.parent_schema, key.parent_name) not in mine.objects:
                name = qualified(key.parent_schema, key.parent_name)
                columns = {**(tables[name].columns if name in tables else {}), **_columns(key, whole)}
                tables[name] = External("table", name, columns, key.refers_to)
    return (*tables.values(), *_used(whole, {what for found in beyond.values() for what in found}))


def _beyond(whole: Catalog, mine: Catalog) -> Mapping[Ident, list[Ident]]:
    """What objects of `mine` depend on besides each other."""
    needs = {who: [what for what in whole.needs.get(who, ()) if what not in mine.objects] for who in mine.outward()}
    return {who: needs[who] for who in sorted(needs) if needs[who]}


def _columns(key: ForeignKey, whole: Catalog) -> dict[str, str]:
    parent = (key.parent_schema, key.parent_name)
    return {part: str(whole.objects[Ident("column", *parent, part)].facts["type"]) for part in key.refers_to}


def _used(whole: Catalog, beyond: Iterable[Ident]) -> tuple[External, ...]:
    used = sorted(beyond)
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

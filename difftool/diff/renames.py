"""What goes and what comes may be one thing under two names. That is never guessed, but told."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from difftool.diff.unlike import unlike
from difftool.model.catalog import Catalog, CatalogObject, Ident


def renames(before: Catalog, after: Catalog, declared: Container[str] = ()) -> tuple[str, ...]:
    """A sentence for each table, column, enum and sequence that has one look-alike among what is new, and only one.

    `declared` are the old and new ones of renames that need no telling, in words.
    """
    gone, new = (_only_in(one, other, declared) for one, other in ((before, after), (after, before)))
    pairs = (
        (one, other)
        for kind, look in _LOOKS.items()
        for one, other in _pairs(_alike(gone, before, kind, look), _alike(new, after, kind, look))
    )
    return tuple(_sentence(one, other) for one, other in sorted(pairs))


def _only_in(catalog: Catalog, other: Catalog, declared: Container[str]) -> Mapping[Ident, CatalogObject]:
    """Without what goes with its whole: columns of a table that is not there at all, and attributes of types."""
    gone = (ident for ident in unlike(catalog.objects, other.objects) if ident not in other.objects)
    missing = {ident: catalog.objects[ident] for ident in sorted(gone) if ident in catalog.objects}
    missing = {ident: thing for ident, thing in missing.items() if not thing.notes.get("folded")}
    own = {ident: thing for ident, thing in missing.items() if thing.facts.get("local", True)}
    return {ident: thing for ident, thing in own.items() if thing.parent not in missing and str(ident) not in declared}


def _alike(
    things: Mapping[Ident, CatalogObject], catalog: Catalog, kind: str, look: Callable[[CatalogObject, Catalog], object]
) -> dict[object, list[Ident]]:
    found: dict[object, list[Ident]] = {}
    for ident, thing in things.items():
        if ident.kind == kind:
            found.setdefault(look(thing, catalog), []).append(ident)
    return found


def _pairs(gone: Mapping[object, list[Ident]], new: Mapping[object, list[Ident]]) -> Iterator[tuple[Ident, Ident]]:
    for look, olds in gone.items():
        if len(olds) == len(new.get(look, ())) == 1:
            yield olds[0], new[look][0]


def _column(thing: CatalogObject, _: Catalog) -> object:
    facts = thing.facts
    return thing.parent, facts.get("type"), facts.get("generated"), facts.get("identity")


def _table(thing: CatalogObject, catalog: Catalog) -> object:
    columns = (o for o in catalog.parts(thing.ident) if o.ident.kind == "column")
    return thing.ident.schema, frozenset((column.ident.part, column.facts.get("type")) for column in columns)


def _enum(thing: CatalogObject, _: Catalog) -> object:
    return thing.ident.schema, tuple(thing.facts["labels"])


def _sequence(thing: CatalogObject, _: Catalog) -> object:
    return thing.ident.schema, *(str(thing.facts.get(name)) for name in ("type", "start", "increment", "min", "max"))


_LOOKS: Mapping[str, Callable[[CatalogObject, Catalog], object]] = {
    "column": _column,
    "enum": _enum,
    "sequence": _sequence,
    "table": _table,
}


def _sentence(old: Ident, new: Ident) -> str:
    place = f"{old.schema}.{old.name}.{old.part}" if old.part else f"{old.schema}.{old.name}"
    name = new.part or new.name
    return f"{old} goes and {new} comes, and they look alike: if it is renamed, add - {{rename: {place}, to: {name}}}"

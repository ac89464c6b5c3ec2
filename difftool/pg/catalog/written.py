"""A catalog as plain values, and back: what is written to a file of ours."""

from __future__ import annotations

from typing import Any

from difftool.diff.scope import not_compared
from difftool.model.catalog import Catalog, CatalogObject, Ident

NOBODY = -1


def written(catalog: Catalog) -> tuple[Any, ...]:
    """All but what is `foreign`; each ident once, and what many objects say in the same words."""
    numbers = {ident: number for number, ident in enumerate(catalog.objects)}
    objects = [
        (*o.ident, o.address, o.oid, o.facts, numbers[o.parent] if o.parent else NOBODY, o.notes)
        for o in catalog.objects.values()
    ]
    needs = [[numbers[who], *(numbers[on] for on in needed)] for who, needed in catalog.needs.items()]
    return catalog.version, objects, needs


def read_again(values: tuple[Any, ...]) -> Catalog:
    version, rows, edges = values
    idents = [Ident(*row[:4]) for row in rows]
    parents: list[Ident | None] = [*idents, None]  # NOBODY is the last
    objects = {
        ident: CatalogObject(ident, address, oid, facts, parents[parent], notes)
        for ident, (_, _, _, _, address, oid, facts, parent, notes) in zip(idents, rows, strict=True)
    }
    needs = {idents[who]: tuple(idents[on] for on in needed) for who, *needed in edges}
    return Catalog(version, objects, needs=needs, not_compared=not_compared(objects))

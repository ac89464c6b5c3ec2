"""A catalog as plain values, and back: what is written to a file of ours."""

from __future__ import annotations

from typing import Any

from difftool.diff.scope import not_compared
from difftool.model.catalog import Catalog, CatalogObject, Ident

NOBODY = -1


def written(catalog: Catalog) -> tuple[Any, ...]:
    """All but what is `foreign`; each ident once."""
    numbers = {ident: number for number, ident in enumerate(catalog.objects)}
    objects = [
        (*o.ident, o.address, o.oid, dict(o.facts), numbers[o.parent] if o.parent else NOBODY, dict(o.notes))
        for o in catalog.objects.values()
    ]
    edges = [number for who, on in sorted(catalog.depends) for number in (numbers[who], numbers[on])]
    return catalog.version, objects, edges


def read_again(values: tuple[Any, ...]) -> Catalog:
    version, rows, edges = values
    idents = [Ident(*row[:4]) for row in rows]
    parents: list[Ident | None] = [*idents, None]  # NOBODY is the last
    objects = {
        ident: CatalogObject(ident, address, oid, facts, parents[parent], notes)
        for ident, (_, _, _, _, address, oid, facts, parent, notes) in zip(idents, rows, strict=True)
    }
    depends = frozenset((idents[who], idents[on]) for who, on in zip(edges[::2], edges[1::2], strict=True))
    return Catalog(version, objects, depends=depends, not_compared=not_compared(objects))

"""Which owners, privileges and comments are compared."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Comparing, Ident


def comparing_for(target: Catalog, compare: AbstractSet[str], ignore: AbstractSet[str]) -> Comparing:
    """Compares a class where the snapshot states it, everywhere if in `compare`, nowhere if in `ignore`.

    `target` is the snapshot as loaded by the role `difftool_loader`: what is not a default there was stated.
    """
    return Comparing(
        {name: None if name in compare else target.stating(name) for name in CLASSES if name not in ignore}
    )


def keeping(start: Catalog, target: Catalog, comparing: Comparing) -> tuple[Catalog, Comparing]:
    """The target, and what to compare, so that what it leaves unsaid stays as it was at the start.

    A view that is made again comes without its grants: unsaid is not unwanted.
    """
    both = start.objects.keys() & target.objects.keys()
    objects = {
        ident: _unsaid(start.objects[ident], thing, comparing) if ident in both else thing
        for ident, thing in target.objects.items()
    }
    stated = {name: _wider(comparing.stated.get(name, frozenset()), both) for name in CLASSES}
    return replace(target, objects=objects), Comparing(stated)


def _unsaid(was: CatalogObject, becomes: CatalogObject, comparing: Comparing) -> CatalogObject:
    kept = {
        name: was.facts.get(name) for name in CLASSES if not comparing.includes(was.ident, name) and name in was.facts
    }
    silent = {name: value for name, value in becomes.facts.items() if comparing.includes(was.ident, name)}
    return becomes._replace(facts={**silent, **kept})


def _wider(idents: frozenset[Ident] | None, more: AbstractSet[Ident]) -> frozenset[Ident] | None:
    return None if idents is None else idents | more

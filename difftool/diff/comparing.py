"""Which owners, privileges and comments are compared."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from difftool.model.catalog import CLASSES, Catalog, Comparing, Ident


def comparing_for(target: Catalog, compare: AbstractSet[str], ignore: AbstractSet[str]) -> Comparing:
    """Compares a class where the snapshot states it, everywhere if in `compare`, nowhere if in `ignore`.

    `target` is the snapshot as loaded by the role `difftool_loader`: what is not a default there was stated.
    """
    return Comparing(
        {name: None if name in compare else _stating(target, name) for name in CLASSES if name not in ignore}
    )


def _stating(target: Catalog, name: str) -> frozenset[Ident]:
    return frozenset(i for i, found in target.objects.items() if name in found.notes.get("stated", ()))

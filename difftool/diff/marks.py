"""A short mark for each object that stands by itself: which of them has changed can be told without the old state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256

from difftool.diff import fingerprint
from difftool.diff.scope import root
from difftool.model.catalog import Catalog, CatalogObject, Comparing, Ident
from difftool.model.families import Families

_LENGTH = 8
"""hexadecimal digits: it only has to tell two states of one object apart"""


def marks(catalog: Catalog, comparing: Comparing) -> dict[str, str]:
    """`table public.t` -> a mark of it and of all that belongs to it; what hangs on it from outside has its own."""
    families = {**_families(catalog.objects, comparing), **_families(catalog.foreign, comparing)}
    return {str(ident): _mark(family) for ident, family in sorted(families.items())}


def _families(objects: Mapping[Ident, CatalogObject], comparing: Comparing) -> Mapping[Ident, list[bytes]]:
    if isinstance(objects, Families):
        return {objects.kept.families[n].root: made for n, made in fingerprint.family_marks(objects, comparing).items()}
    found = defaultdict(list)
    for ident, mark in fingerprint.marks(objects, comparing).items():
        found[root(objects, ident)].append(mark)
    return found


def _mark(family: list[bytes]) -> str:
    return sha256(b"".join(sorted(family))).hexdigest()[:_LENGTH]


def moved(before: Mapping[str, str], now: Mapping[str, str], touched: Collection[str] = ()) -> Iterator[str]:
    """As "+ table public.t", without those that `touched` ("column public.t.c") names, or a part of."""
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name) and not any(_within(touch, name) for touch in touched):
            sign = "+" if name not in before else "-" if name not in now else "~"
            yield f"{sign} {name}"


def _within(touch: str, name: str) -> bool:
    """Kinds differ, names do not: "constraint public.t.k" is part of "table public.t"."""
    where = name.rsplit(" ", 1)[-1]
    return touch == name or f" {where}." in touch or touch.endswith(f" {where}")

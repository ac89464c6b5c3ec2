"""A short mark for each object that stands by itself: which of them has changed can be told without the old state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256

from difftool.diff import fingerprint
from difftool.diff.scope import root
from difftool.model.catalog import Catalog, Comparing, Ident

_LENGTH = 8
"""hexadecimal digits: it only has to tell two states of one object apart"""


def marks(catalog: Catalog, comparing: Comparing) -> dict[str, str]:
    """`table public.t` -> a mark of it and of all that belongs to it; what hangs on it from outside has its own."""
    everything = {**catalog.objects, **catalog.foreign}
    known = {**fingerprint.marks(catalog.objects, comparing), **fingerprint.marks(catalog.foreign, comparing)}
    families: dict[Ident, list[bytes]] = defaultdict(list)
    for ident, mark in known.items():
        families[root(everything, ident)].append(mark)
    return {str(ident): _mark(family) for ident, family in sorted(families.items())}


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

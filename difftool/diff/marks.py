"""A short mark for each object that stands by itself: which of them has changed can be told without the old state."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256

from difftool.model.catalog import Catalog, CatalogObject, Comparing, Ident

_LENGTH = 8
"""hexadecimal digits: it only has to tell two states of one object apart"""


def marks(catalog: Catalog, comparing: Comparing) -> dict[str, str]:
    """`table public.t` -> a mark of it and of all that belongs to it; what hangs on it from outside has its own."""
    everything = {**catalog.objects, **catalog.foreign}
    contents: dict[str, list[object]] = {}
    for ident, found in sorted(everything.items()):
        facts = {name: value for name, value in found.facts.items() if comparing.includes(ident, name)}
        contents.setdefault(str(_root(ident, everything)), []).append([str(ident), facts])
    return {name: _mark(content) for name, content in sorted(contents.items())}


def _root(ident: Ident, everything: Mapping[Ident, CatalogObject]) -> Ident:
    parent = everything[ident].parent
    return _root(parent, everything) if parent and parent in everything else ident


def _mark(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:_LENGTH]


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

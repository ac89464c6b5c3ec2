"""One line that stands for everything a catalog says."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from hashlib import sha256

from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Comparing, Ident

Marks = Mapping[Ident, bytes]
"""a SHA-256 for each object; where most objects stay as they are, theirs need not be made again"""

_RECENT: deque[tuple[Mapping[Ident, CatalogObject], Comparing, Marks]] = deque(maxlen=64)
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def fingerprint(catalog: Catalog, comparing: Comparing) -> str:
    """`18:` and a SHA-256 over managed and foreign objects: equal if and only if all compared facts are.

    It carries the major version because each one renders the same definition in its own way.
    """
    return _named(catalog, marks(catalog.objects, comparing).values(), marks(catalog.foreign, comparing).values())


def managed_fingerprint(catalog: Catalog, comparing: Comparing, others: Iterable[bytes] = ()) -> str:
    """The same over managed objects alone: for a copy, which need not hold all that hangs on them from outside.

    `others` are marks of managed objects that are not in this catalog.
    """
    return _named(catalog, (*marks(catalog.objects, comparing).values(), *others))


def marks(objects: Mapping[Ident, CatalogObject], comparing: Comparing) -> Marks:
    """Of a catalog's objects, which are the same for ever: those of the last few are remembered."""
    had: tuple[Mapping[Ident, CatalogObject], Marks] = ({}, {})
    for known, by, made in tuple(_RECENT):
        if by == comparing:
            if known is objects:
                return made
            had = known, made
    made = {
        ident: had[1][ident] if _same(found, had[0].get(ident)) else sha256(_canonical(found, comparing)).digest()
        for ident, found in objects.items()
    }
    _RECENT.append((objects, comparing, made))
    return made


def _same(found: CatalogObject, known: CatalogObject | None) -> bool:
    """What was read in the same words twice has the very same facts."""
    return known is not None and found.facts is known.facts


def _named(catalog: Catalog, *groups: Iterable[bytes]) -> str:
    whole = sha256()
    for group in groups:
        whole.update(sha256(b"".join(sorted(group))).digest())
    return f"{catalog.major}:{whole.hexdigest()}"


def _canonical(found: CatalogObject, comparing: Comparing) -> bytes:
    left_out = [name for name in CLASSES if name in found.facts and not comparing.includes(found.ident, name)]
    facts = {name: value for name, value in found.facts.items() if name not in left_out} if left_out else found.facts
    return _JSON([*found.ident, facts]).encode()

"""One line that stands for everything a catalog says."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from hashlib import sha256

from difftool.model.catalog import Catalog, CatalogObject, Comparing, Ident

Marks = tuple[bytes, ...]
"""a SHA-256 for each object; where most objects stay as they are, theirs need not be made again"""

_RECENT: deque[tuple[Mapping[Ident, CatalogObject], Comparing, Marks]] = deque(maxlen=16)


def fingerprint(catalog: Catalog, comparing: Comparing) -> str:
    """`18:` and a SHA-256 over managed and foreign objects: equal if and only if all compared facts are.

    It carries the major version because each one renders the same definition in its own way.
    """
    return _named(catalog, marks(catalog.objects, comparing), marks(catalog.foreign, comparing))


def managed_fingerprint(catalog: Catalog, comparing: Comparing, others: Marks = ()) -> str:
    """The same over managed objects alone: for a copy, which need not hold all that hangs on them from outside.

    `others` stand for managed objects that are not in this catalog.
    """
    return _named(catalog, (*marks(catalog.objects, comparing), *others))


def marks(objects: Mapping[Ident, CatalogObject], comparing: Comparing) -> Marks:
    """Of a catalog's objects, which are the same for ever: those of the last few are remembered."""
    for known, by, made in _RECENT:
        if known is objects and by == comparing:
            return made
    made = tuple(sha256(_canonical(found, comparing)).digest() for found in objects.values())
    _RECENT.append((objects, comparing, made))
    return made


def _named(catalog: Catalog, *groups: Iterable[bytes]) -> str:
    whole = sha256()
    for group in groups:
        whole.update(sha256(b"".join(sorted(group))).digest())
    return f"{catalog.major}:{whole.hexdigest()}"


def _canonical(found: CatalogObject, comparing: Comparing) -> bytes:
    ident = found.ident
    facts = {name: value for name, value in found.facts.items() if comparing.includes(ident, name)}
    content = [ident.kind, ident.schema, ident.name, ident.part, facts]
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()

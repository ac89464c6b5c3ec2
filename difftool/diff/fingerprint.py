"""One line that stands for everything a catalog says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from difftool.model.catalog import Catalog, CatalogObject, Comparing, Ident


def fingerprint(catalog: Catalog, comparing: Comparing) -> str:
    """`18:` and a SHA-256 over managed and foreign objects: equal if and only if all compared facts are.

    It carries the major version because each one renders the same definition in its own way.
    """
    return _hashed(catalog.major, (catalog.objects, catalog.foreign), comparing)


def managed_fingerprint(catalog: Catalog, comparing: Comparing) -> str:
    """The same over managed objects alone: for a copy, which need not hold all that hangs on them from outside."""
    return _hashed(catalog.major, (catalog.objects,), comparing)


def _hashed(major: int, groups: Iterable[Mapping[Ident, CatalogObject]], comparing: Comparing) -> str:
    content = [[_canonical(found, comparing) for _, found in sorted(group.items())] for group in groups]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f"{major}:{sha256(text.encode()).hexdigest()}"


def _canonical(found: CatalogObject, comparing: Comparing) -> list[object]:
    ident = found.ident
    facts = {name: value for name, value in found.facts.items() if comparing.includes(ident, name)}
    return [ident.kind, ident.schema, ident.name, ident.part, facts]

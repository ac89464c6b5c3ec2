"""One difference between two catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from difftool.model.catalog import CatalogObject, Ident


class Verb(StrEnum):
    CREATE = "create"
    ALTER = "alter"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is None for a creation, `after` for a drop; `facts` maps each differing fact to (before, after)."""

    verb: Verb
    ident: Ident
    before: CatalogObject | None
    after: CatalogObject | None
    facts: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

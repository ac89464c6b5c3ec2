"""Extensions move between schemas in place, where they allow it."""

from __future__ import annotations

from difftool.model.change import Change
from difftool.sql.quote import identifier


def move(change: Change) -> list[str]:
    """ALTER EXTENSION … SET SCHEMA."""
    if "schema" not in change.facts:
        return []
    return [f"ALTER EXTENSION {identifier(change.ident.name)} SET SCHEMA {identifier(change.facts['schema'][1])}"]

"""Views are replaced where their columns allow it; their options are altered in place."""

from __future__ import annotations

from difftool.diff.detectors.tables import settings
from difftool.diff.drops import words
from difftool.model.change import Change


def replace(change: Change) -> list[str]:
    """CREATE OR REPLACE VIEW, which keeps grants and dependents; PostgreSQL refuses where columns change."""
    if "definition" not in change.facts or not change.after:
        return []
    definition: str = change.after.notes["definition"].rstrip().rstrip(";")
    return [definition.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)]


def options(change: Change) -> list[str]:
    """ALTER VIEW … SET and RESET."""
    if "options" not in change.facts or not change.after:
        return []
    return settings(f"ALTER {words(change.ident.kind)} {change.after.address}", *change.facts["options"])

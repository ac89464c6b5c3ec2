"""Statistics objects: their target in place; another definition is made again."""

from __future__ import annotations

from difftool.model.change import Change


def target(change: Change) -> list[str]:
    """ALTER STATISTICS … SET STATISTICS; -1 is the system's own target."""
    if not change.after or "target" not in change.facts or "definition" in change.facts:
        return []
    value = change.facts["target"][1]
    return [f"ALTER STATISTICS {change.after.address} SET STATISTICS {-1 if value is None else int(value)}"]

"""Indexes: statistics targets and attachment in place; everything else is made again."""

from __future__ import annotations

from difftool.model.change import Change


def attach(change: Change) -> list[str]:
    """ALTER INDEX … ATTACH PARTITION; it cannot be detached again."""
    if not change.after or not change.facts.get("attached_to", (None, None))[1]:
        return []
    return [f"ALTER INDEX {change.facts['attached_to'][1]} ATTACH PARTITION {change.after.address}"]


def statistics(change: Change) -> list[str]:
    """ALTER INDEX … SET STATISTICS, of the expressions, which are known by their number."""
    if not change.after or set(change.facts) & {"definition", "valid"}:
        return []
    before, after = (side or {} for side in change.facts.get("statistics", ({}, {})))
    return [
        f"ALTER INDEX {change.after.address} ALTER COLUMN {int(number)} SET STATISTICS {int(after.get(number, -1))}"
        for number in sorted(before.keys() | after.keys(), key=int)
        if before.get(number) != after.get(number)
    ]

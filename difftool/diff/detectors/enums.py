"""Enums hold data: labels are added where they belong, never taken away, and the type is never made again."""

from __future__ import annotations

from difftool.model.change import Change
from difftool.sql.quote import literal


def add_labels(change: Change) -> list[str]:
    """ADD VALUE for each new label, behind the one before it, if the old labels keep their order."""
    if not change.after or "labels" not in change.facts:
        return []
    has, wants = change.facts["labels"]
    if [label for label in wants if label in has] != has:
        return []
    statements = []
    for place, label in enumerate(wants):
        if label not in has:
            where = f"AFTER {literal(wants[place - 1])}" if place else f"BEFORE {literal(has[0])}" if has else ""
            statements.append(f"ALTER TYPE {change.after.address} ADD VALUE {literal(label)} {where}".rstrip())
    return statements

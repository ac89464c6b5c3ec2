"""Composite types: attributes come and go in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from difftool.diff.proposal import Ways
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier


def attributes(change: Change) -> list[Ways]:
    """ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE; a new one comes last, so another order cannot be had in place.

    CASCADE is said where there are tables of the type: it gives them the column, and drops nothing else.
    """
    if not change.after or "attributes" not in change.facts:
        return []
    before = {item["name"]: item for item in change.facts["attributes"][0] or ()}
    after = {item["name"]: item for item in change.facts["attributes"][1] or ()}
    kind = f"ALTER TYPE {change.after.address}"
    dropped = [f"{kind} DROP ATTRIBUTE {identifier(name)}" for name in before if name not in after]
    altered = [
        f"{kind} ALTER ATTRIBUTE {identifier(name)} TYPE {attribute(item)}"
        for name, item in after.items()
        if name in before and item != before[name]
    ]
    added = [
        f"{kind} ADD ATTRIBUTE {identifier(name)} {attribute(item)}"
        for name, item in after.items()
        if name not in before
    ]
    return [((text,), (f"{text} CASCADE",)) for text in dropped + altered + added]


def awaited(changes: Iterable[Change]) -> set[str]:
    """Columns of a type that is yet to come: until then its name may be that of another type, or of a table's row."""
    known = tuple(changes)
    coming = {c.after.address for c in known if c.verb is Verb.CREATE and c.after and c.ident.kind in _NAMED}
    return {
        str(change.ident)
        for change in known
        if change.ident.kind == "column" and change.facts.get("type", ("", ""))[1].removesuffix("[]") in coming
    }


_NAMED = ("domain", "enum", "range", "type")


def attribute(item: dict[str, Any]) -> str:
    """Its type and collation, as they follow its name."""
    collation = f" COLLATE {item['collation']}" if item.get("collation") else ""
    return f"{item['type']}{collation}"

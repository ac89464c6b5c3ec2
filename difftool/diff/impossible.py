"""Differences that no statement of PostgreSQL can make: said at once, with what a person can do."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.model.change import Change, Verb


def impossible(changes: Iterable[Change]) -> tuple[tuple[Change, str], ...]:
    """The changes of this kind, each with why it cannot be planned."""
    found = ((change, _why(change)) for change in changes if change.verb is Verb.ALTER)
    return tuple((change, why) for change, why in found if why)


def _why(change: Change) -> str:
    if change.ident.kind == "enum" and "labels" in change.facts:
        return _labels(*change.facts["labels"])
    if change.ident.kind == "table" and "partition_key" in change.facts:
        return (
            "a table cannot become partitioned, stop being so, or get another partition key: "
            "make a new table, move the rows, and exchange the names"
        )
    if change.ident.kind == "column" and change.after and change.before:
        return _generated(change)
    return ""


def _labels(before: list[str], after: list[str]) -> str:
    if [label for label in after if label in before] == before:
        return ""
    return (
        "PostgreSQL cannot take labels out of an enum or put them in another order: "
        "make a type with another name and let the columns use that"
    )


def _generated(change: Change) -> str:
    was, becomes = change.facts.get("generated", (None, None))
    if becomes and not was and not (change.after and change.after.notes.get("folded")):
        return (
            "an ordinary column cannot become a generated one, its values would be lost: "
            "add the generated column under another name"
        )
    return ""

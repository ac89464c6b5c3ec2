"""Differences that no statement of PostgreSQL can make: said at once, with what a person can do."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.scope import may_recreate, may_rewrite
from difftool.model.catalog import CatalogObject
from difftool.model.change import Change, Verb
from difftool.model.profile import Scope


def impossible(changes: Iterable[Change], scope: Scope) -> tuple[tuple[Change, str], ...]:
    """The changes of this kind, each with why it cannot be planned."""
    found = ((change, _why(change, scope)) for change in changes)
    return tuple((change, why) for change, why in found if why)


def loses_labels(change: Change) -> bool:
    """Whether an enum does not merely get new labels among the old ones."""
    if change.ident.kind != "enum" or "labels" not in change.facts:
        return False
    before, after = change.facts["labels"]
    return bool([label for label in after if label in before] != before)


def _why(change: Change, scope: Scope) -> str:
    if change.ident.kind == "index" and change.after and _is_broken(change.after):
        return "it is invalid in the target, as a failed CREATE INDEX CONCURRENTLY leaves it: mend or drop it there"
    if change.verb is not Verb.ALTER:
        return ""
    if loses_labels(change) and not may_recreate(scope, change.ident):
        return (
            "PostgreSQL cannot take labels out of an enum or put them in another order: list it under `recreate:` "
            "to have it made again and its columns rewritten, or let them use a type with another name"
        )
    if change.ident.kind == "table" and "partition_key" in change.facts and not may_rewrite(scope):
        return (
            "a table cannot become partitioned, stop being so, or get another partition key: "
            "make a new table, move the rows, and exchange the names"
        )
    if change.ident.kind == "column" and change.after and change.before and not may_rewrite(scope):
        return _generated(change)
    return ""


def _is_broken(index: CatalogObject) -> bool:
    """One that partitions are yet to complete is not."""
    return index.facts.get("valid") is False and " ON ONLY " not in str(index.facts["definition"])


def _generated(change: Change) -> str:
    was, becomes = change.facts.get("generated", (None, None))
    if becomes and not was and not (change.after and change.after.notes.get("folded")):
        return (
            "an ordinary column cannot become a generated one, its values would be lost: "
            "add the generated column under another name"
        )
    return ""

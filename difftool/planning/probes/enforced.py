"""Which changes of constraints and indexes make PostgreSQL look at the rows that are there."""

from __future__ import annotations

from difftool.model.change import Change, Verb


def enforced_anew(change: Change, *types: str) -> bool:
    """Created, validated, enforced or said anew; of partitions and heirs, their parent's question speaks."""
    if change.ident.kind != "constraint" or change.after is None or change.after.facts.get("type") not in types:
        return False
    facts = change.after.facts
    if not (facts.get("validated", True) and facts.get("enforced", True) and facts.get("local", True)):
        return False
    return change.verb is Verb.CREATE or bool(change.facts.keys() & {"definition", "validated", "enforced"})


def is_new_index(change: Change) -> bool:
    """An index on a partitioned table speaks for those that are attached to it."""
    thing = change.after
    if (
        change.ident.kind != "index"
        or thing is None
        or "definition" not in thing.facts
        or thing.facts.get("attached_to")
    ):
        return False
    return change.verb is Verb.CREATE or "definition" in change.facts

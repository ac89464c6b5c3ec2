"""Partitions and inheritance: attached, detached and bound anew, never made again."""

from __future__ import annotations

from difftool.model.change import Change


def attach(change: Change) -> list[str]:
    """DETACH from where it should not be, ATTACH where it should; INHERIT before NO INHERIT.

    A column that for a moment has no parent is its table's own from then on.
    """
    if not change.before or not change.after:
        return []
    table = change.after.address
    was, becomes = change.before.facts.get("partition_of"), change.after.facts.get("partition_of")
    statements = []
    if change.facts.keys() & {"partition_of", "bound"}:
        statements += [f"ALTER TABLE {was} DETACH PARTITION {table}"] if was else []
        bound = change.after.facts.get("bound")
        statements += [f"ALTER TABLE {becomes} ATTACH PARTITION {table} {bound}"] if becomes else []
    if "inherits" in change.facts:
        had, has = ((side or []) for side in change.facts["inherits"])
        statements += [f"ALTER TABLE {table} INHERIT {parent}" for parent in has if parent not in had]
        statements += [f"ALTER TABLE {table} NO INHERIT {parent}" for parent in had if parent not in has]
    return statements

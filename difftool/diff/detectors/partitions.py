"""Partitions and inheritance: attached, detached and bound anew, never made again."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.proposal import Proposal
from difftool.model.catalog import Catalog
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


def rerouted(changes: Iterable[Change]) -> set[str]:
    """Partitions of a table that gets another key: they stay with it, for all of its rows have to find their way."""
    known = tuple(changes)
    parents = {c.before.address for c in known if c.before and "partition_key" in c.facts}
    return {str(c.ident) for c in known if c.before and c.before.facts.get("partition_of") in parents}


def numbered(changes: Iterable[Change], current: Catalog) -> tuple[Proposal, ...]:
    """Partitions of a table that got its identity column when it was attached itself: ATTACH tells them of it.

    From PostgreSQL 17 on: https://www.postgresql.org/docs/current/sql-altertable.html
    """
    proposals = []
    for change in changes:
        table = current.objects.get(change.before.parent) if change.before and change.before.parent else None
        parent = table.facts.get("partition_of") if table else None
        if table and parent and change.ident.kind == "column" and change.facts.get("identity", ("",))[0] is None:
            again = f"ALTER TABLE {parent} ATTACH PARTITION {table.address} {table.facts['bound']}"
            statements = (f"ALTER TABLE {parent} DETACH PARTITION {table.address}", again)
            proposals.append(Proposal(statements, about=str(change.ident)))
    return tuple(proposals)

"""DETACH PARTITION keeps everybody out of the whole partitioned table: CONCURRENTLY lets them go on.

It leaves a check on the partition that says what its bounds did; that goes in a step of its own.
https://www.postgresql.org/docs/current/sql-altertable.html, DETACH PARTITION.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from difftool.model.catalog import Catalog
from difftool.planning.draft import Draft, Piece, Relation
from difftool.planning.forms import form_of, phase_of
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.swap import Swap
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class Detached:
    """A partition that `statement` detaches from a large table."""

    statement: str
    parent: Relation
    partition: Relation

    @property
    def concurrently(self) -> str:
        return f"{self.statement} CONCURRENTLY"


def detached(pieces: Sequence[Piece], live: Catalog, online: Online) -> list[Detached]:
    """Not where there is a default partition: PostgreSQL refuses it then."""
    found = []
    for piece in pieces:
        form = form_of(piece.statement) if " DETACH PARTITION " in piece.statement and not piece.span else None
        if form is None or form.actions != ("AT_DetachPartition",) or not online.is_large(form.relation):
            continue
        siblings = (o.facts for o in live.objects.values() if o.facts.get("partition_of") == qualified(*form.relation))
        if not any(facts.get("bound") == "DEFAULT" for facts in siblings):
            found.append(Detached(piece.statement, form.relation, _partition(piece.statement)))
    return found


def _partition(statement: str) -> Relation:
    import pgparse

    command: dict[str, Any] = pgparse.parse(statement)[0]["stmt"]["AlterTableStmt"]["cmds"][0]["AlterTableCmd"]
    name = command["def"]["PartitionCmd"]["name"]
    return str(name.get("schemaname", "")), str(name["relname"])


def apart(each: Detached, left: str) -> Swap:
    """`left` is the name of the check that it leaves; empty where there is none."""
    phase, table = phase_of(form_of(each.statement)), qualified(*each.partition)
    locks = {".".join(each.parent): "SHARE UPDATE EXCLUSIVE", ".".join(each.partition): "ACCESS EXCLUSIVE"}
    detach = Draft(phase, (each.concurrently,), each.parent, transaction=False, alone=True, documented_locks=locks)
    if not left:
        return Swap(frozenset({each.statement}), (), detach)
    drop = f"ALTER TABLE {table} DROP CONSTRAINT {identifier(left)}"
    title = f"drop the check that has the bounds of {table}, which it had as a partition"
    return Swap(frozenset({each.statement}), (detach,), Draft(phase, (drop,), each.partition, title, alone=True))

"""Rows move to quarantine, with all that a deletion would take along."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.foreign_key import ForeignKey, Table
from difftool.planning import quarantine
from difftool.planning.marks import marked
from difftool.sql.quote import identifier


def moved(
    key: str,
    number: int,
    table: Table,
    condition: str,
    keep: quarantine.Interval,
    following: Sequence[ForeignKey] = (),
    loosened: Sequence[ForeignKey] = (),
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Statements that keep and delete the rows that meet `condition`, and those that bring them back.

    `following` are foreign keys through which the deletion goes on, parents before children, each child table once;
    `loosened` are those of one nullable column that do not: what refers to the rows becomes NULL, kept aside.
    Their quarantine tables take the numbers after `number`, in this order.
    """
    numbered = {(table.schema, table.name): number}
    kept, tables = [*quarantine.keep_rows(key, number, table, condition, keep)], [(number, table)]
    for place, other in enumerate(following, number + 1):
        parent = numbered[other.parent_schema, other.parent_name]
        numbered[other.child.schema, other.child.name] = place
        kept += quarantine.keep_rows(key, place, other.child, _refers_to_kept(other, key, parent), keep)
        tables.append((place, other.child))
    restores = [quarantine.restore_rows(key, place, each) for place, each in tables]
    for place, other in enumerate(loosened, number + 1 + len(following)):
        refers = _refers_to_kept(other, key, numbered[other.parent_schema, other.parent_name])
        (column,) = other.columns
        kept += quarantine.keep_values(key, place, other.child, column, refers, "null", keep)
        kept.append(quarantine.change_values(key, place, other.child, column, refers))
        restores.append(quarantine.restore_values(key, place, other.child, column))
    deletes = [quarantine.delete_rows(key, place, each) for place, each in reversed(tables)]
    return (*kept, *deletes[:-1], marked(deletes[-1])), tuple(restores)


def _refers_to_kept(fk: ForeignKey, key: str, parent: int) -> str:
    pairs = zip(fk.refers_to, fk.columns, strict=True)
    same = " and ".join(
        f"{quarantine.back('k.' + identifier(theirs), fk.child.column(ours))} = t.{identifier(ours)}"
        for theirs, ours in pairs
    )
    return f"exists (select from {quarantine.keep_name(key, parent)} as k where {same})"

"""Rows move to quarantine, with all that a deletion would take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

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

    `following` are foreign keys through which the deletion goes on, parents before children, those of a child
    together; `loosened` are those of one nullable column that do not: what refers to the rows becomes NULL, kept aside.
    Their quarantine tables take the numbers after `number`, one for each child that follows, then one for each of the
    others.
    """
    numbered, tables = {(table.schema, table.name): number}, [(number, table)]
    kept = [*quarantine.keep_rows(key, number, table, condition, keep)]
    for child, keys in _by_child(following):
        place = number + len(tables)
        refers = " or ".join(_refers_to_kept(fk, key, numbered[fk.parent_schema, fk.parent_name]) for fk in keys)
        kept += quarantine.keep_rows(key, place, child, f"({refers})", keep)
        numbered[child.schema, child.name] = place
        tables.append((place, child))
    restores = [quarantine.restore_rows(key, place, each) for place, each in tables]
    for place, other in enumerate(loosened, number + len(tables)):
        refers = _refers_to_kept(other, key, numbered[other.parent_schema, other.parent_name])
        if goes := numbered.get((other.child.schema, other.child.name)):
            refers += f" and not {quarantine.is_taken_along(key, goes, other.child)}"
        (column,) = other.columns
        kept += quarantine.keep_values(key, place, other.child, column, refers, "null", keep)
        kept.append(quarantine.change_values(key, place, other.child, column, refers))
        restores.append(quarantine.restore_values(key, place, other.child, column))
    deletes = [quarantine.delete_rows(key, place, each) for place, each in reversed(tables)]
    return (*kept, *deletes[:-1], marked(deletes[-1])), tuple(restores)


def _by_child(keys: Sequence[ForeignKey]) -> Iterator[tuple[Table, tuple[ForeignKey, ...]]]:
    for _, of_one in groupby(keys, key=lambda each: (each.child.schema, each.child.name)):
        mine = tuple(of_one)
        yield mine[0].child, mine


def _refers_to_kept(fk: ForeignKey, key: str, parent: int) -> str:
    pairs = zip(fk.refers_to, fk.columns, strict=True)
    same = " and ".join(
        f"{quarantine.back('k.' + identifier(theirs), fk.child.column(ours))} = t.{identifier(ours)}"
        for theirs, ours in pairs
    )
    return f"exists (select from {quarantine.keep_name(key, parent)} as k where {same})"

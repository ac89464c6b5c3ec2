"""Rows move to quarantine, with all that a deletion would take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from difftool.model.catalog import Catalog
from difftool.model.foreign_key import ForeignKey, Table
from difftool.planning import quarantine
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.cascades import cascades
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
    `loosened` are those of one nullable column that would forbid it: what refers to the rows becomes NULL, kept aside.
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


def followers(catalog: Catalog, schema: str, name: str) -> tuple[ForeignKey, ...]:
    """The foreign keys through which a deletion of the table's rows goes on, parents first, each table once."""
    by_parent, found, waiting = cascades(catalog), [], [(schema, name)]
    seen = set(waiting)
    while waiting:
        for ident in by_parent.get(waiting.pop(0), ()):
            table = (ident.schema, ident.name)
            if table not in seen:
                seen.add(table)
                waiting.append(table)
                found.append(foreign_key(catalog.objects[ident], catalog))
    return tuple(found)


def forbidding(catalog: Catalog, schema: str, name: str) -> tuple[ForeignKey, ...]:
    """The foreign keys of one nullable column that forbid to delete a row of the table to which they refer."""
    return tuple(key for key in _referring(catalog, schema, name) if len(key.columns) == 1 and _may_be_null(key))


def _referring(catalog: Catalog, schema: str, name: str) -> Iterator[ForeignKey]:
    for ident, thing in sorted(catalog.objects.items()):
        if thing.facts.get("type") == "foreign key" and " ON DELETE " not in str(thing.facts["definition"]):
            key = foreign_key(thing, catalog)
            if (key.parent_schema, key.parent_name) == (schema, name) != (ident.schema, ident.name) and key.child.key:
                yield key


def _may_be_null(key: ForeignKey) -> bool:
    return key.child.column(key.columns[0]).nullable


def _refers_to_kept(fk: ForeignKey, key: str, parent: int) -> str:
    pairs = zip(fk.refers_to, fk.columns, strict=True)
    same = " and ".join(
        f"{quarantine.back('k.' + identifier(theirs), fk.child.column(ours))} = t.{identifier(ours)}"
        for theirs, ours in pairs
    )
    return f"exists (select from {quarantine.keep_name(key, parent)} as k where {same})"

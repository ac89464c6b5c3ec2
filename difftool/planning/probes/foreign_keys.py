"""Orphans: rows that a new or newly validated foreign key would not admit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change
from difftool.model.foreign_key import ForeignKey
from difftool.planning import orphans
from difftool.planning.cascades import cascades
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.probes.enforced import enforced_anew
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short
from difftool.planning.probes.text import period_of
from difftool.sql.quote import identifier, qualified


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    constraint, table = change.after, sides.holder(change.ident.schema, change.ident.name)
    if constraint is None or table is None or not enforced_anew(change, "foreign key"):
        return
    if "PERIOD" in constraint.facts["definition"]:
        yield _period(constraint, table, sides)
        return
    key = foreign_key(constraint, sides.target)
    if not sides.knows(table, key.columns):
        return
    there = all(sides.column(table, column) for column in key.columns)
    yield _of_known_columns(constraint, key, table, sides) if there else _of_new_columns(constraint, key, table, sides)


def _of_known_columns(constraint: CatalogObject, key: ForeignKey, table: Ident, sides: Sides) -> Question:
    """Where the parent, or the column that is referred to, is yet to come, every reference is an orphan for now."""
    parent_there = _is_there(key, sides)
    condition = orphans.is_orphan(key) if parent_there else _refers(key)
    probe = orphans.orphan_probe(key)
    ask = f"select count(*) from {sides.plain(table)} where {condition}"
    return Question(
        constraint.ident,
        table,
        probe if parent_there else replace(probe, ask=ask),
        _subject(key, table),
        orphans.count_query(key),
        _examples(key, condition),
        orphans.remedy(key),
        asserted=parent_there,
        reach=_reach(key, condition, sides) if parent_there else (),
    )


def _of_new_columns(constraint: CatalogObject, key: ForeignKey, table: Ident, sides: Sides) -> Question:
    """A new column holds its default in every row, and that must be there too."""
    where = Where(table, orphans.is_orphan(key) if _is_there(key, sides) else _refers(key), key.columns)
    says = f"would name a row of {key.parent_name} that does not exist, by the default"
    return rows_where(sides, constraint.ident, where, says, _subject(key, table))


def _refers(key: ForeignKey) -> str:
    return " and ".join(f"t.{identifier(column)} is not null" for column in key.columns)


def _examples(key: ForeignKey, condition: str) -> str:
    value = f"concat_ws(', ', {', '.join(f't.{identifier(column)}' for column in key.columns)})"
    table = qualified(key.child.schema, key.child.name)
    return f"select distinct {value} as example from {table} as t where {condition} order by example limit {{limit}}"


def _subject(key: ForeignKey, table: Ident) -> str:
    return f"{short(table)}.{', '.join(key.columns)} -> {key.parent_name}.{', '.join(key.refers_to)}"


def _is_there(key: ForeignKey, sides: Sides) -> bool:
    """Of a parent that others own only they know; ours is there if live has the columns that are referred to."""
    wanted = [Ident("column", key.parent_schema, key.parent_name, column) for column in key.refers_to]
    return all(column in sides.live.objects or column not in sides.target.objects for column in wanted)


def _reach(key: ForeignKey, condition: str, sides: Sides) -> tuple[tuple[str, str], ...]:
    """The rows that would follow if the orphans were deleted, table by table, each table once."""
    following = cascades(sides.live)
    start = (key.child.schema, key.child.name)
    sources = {start: f"from {qualified(*start)} as t where {condition}"}
    waiting, found = [start], []
    while waiting:
        parent = waiting.pop(0)
        for ident in following.get(parent, ()):
            child = (ident.schema, ident.name)
            if child not in sources:
                sources[child] = _followers(foreign_key(sides.live.objects[ident], sides.live), sources[parent])
                found.append((short(ident), f"select count(*) {sources[child]}"))
                waiting.append(child)
    return tuple(found)


def _followers(key: ForeignKey, parents: str) -> str:
    ours = ", ".join(f"t.{identifier(column)}" for column in key.columns)
    theirs = ", ".join(f"t.{identifier(column)}" for column in key.refers_to)
    return f"from {qualified(key.child.schema, key.child.name)} as t where ({ours}) in (select {theirs} {parents})"


def _period(constraint: CatalogObject, table: Ident, sides: Sides) -> Question:
    """From version 18: the parents' ranges together must cover the child's. Its rules know no such key."""
    ours, theirs, parent = period_of(constraint.facts["definition"])
    *equal, ours_range = ours
    *same, theirs_range = theirs
    pairs = [f"p.{there} = t.{here}" for here, there in zip(equal, same, strict=True)]
    cover = f"select range_agg(p.{theirs_range}) from {parent} as p where {' and '.join(pairs) or 'true'}"
    filled = " and ".join(f"t.{column} is not null" for column in ours)
    where = Where(table, f"{filled} and not coalesce(({cover}) @> t.{ours_range}, false)")
    says, subject = f"are not covered by rows of {parent}", f"{short(table)}.{', '.join(ours)} -> {parent}"
    return rows_where(sides, constraint.ident, where, says, subject)

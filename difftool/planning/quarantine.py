"""Keeps rows and values aside before a plan deletes or overwrites them, as SQL text.

One table a plan and source table: `difftool.kept_<key>_<number>`, without foreign key, default or any dependency on a
managed object. Built-in types are kept as they are, others as text. The statements may be run again for the
same plan (applied, rolled back, applied): what a rollback restores leaves the quarantine table.

Conditions call the source table `t`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from difftool.model.foreign_key import Column, Table
from difftool.planning.ledger_sql import closed
from difftool.planning.marks import KEPT_MARK, MARK
from difftool.sql.quote import identifier, literal, qualified

_TEXTS = ("text", "character", "bpchar", "name")
"""built-in types that are compared by a collation"""
Interval = str | None
"""Text of a PostgreSQL interval for how long to keep; None: until somebody purges it."""


def keep_name(key: str, number: int) -> str:
    return f"difftool.kept_{key}_{number}"


def source(table: Table) -> str:
    return qualified(table.schema, table.name)


def keep_values(
    key: str,
    number: int,
    table: Table,
    column: str,
    condition: str,
    becomes: str,
    keep: Interval,
    becomes_type: str = "",
) -> tuple[str, ...]:
    """Keep `column` of the rows that meet `condition`, with the value that it is about to become.

    `becomes_type` is given where that is of another type; then the table has a column for `mark_newer`, too.

    `becomes` is an SQL expression; it is evaluated here, once a row, so that a rollback can tell whether the row
    still holds what the plan left there. The rows are locked until the transaction ends.
    """
    name, value = keep_name(key, number), table.column(column)
    keys = [table.column(part) for part in table.key]
    left = replace(value, type=becomes_type or value.type)
    columns = [
        *(f"{identifier('key_' + k.name)} {_kept_type(k)}" for k in keys),
        f"{identifier('was_' + column)} {_kept_type(value)}",
        f"{identifier('now_' + column)} {_kept_type(left)}",
        *(["newer boolean"] if becomes_type else []),
    ]
    chosen = [*(_kept(f"t.{identifier(k.name)}", k) for k in keys), _kept(f"t.{identifier(column)}", value)]
    chosen.append(_kept(f"({becomes})::{left.type}", left))
    return (
        _create(name, columns),
        *_indexed(name, table, "key_"),
        closed(name),
        _take(name, ", ".join(chosen), table, condition) + _register(name, key, "values", table, (*keys, value), keep),
    )


def change_values(key: str, number: int, table: Table, column: str, condition: str) -> str:
    """Overwrite what `keep_values` has kept with the value recorded beside it."""
    value, becomes = table.column(column), f"k.{identifier('now_' + column)}"
    bounded = f" {KEPT_MARK}" if MARK in condition and _has_one_order(table) else ""
    return (
        f"update {source(table)} as t set {identifier(column)} = {back(becomes, value)}\n"
        f"from {keep_name(key, number)} as k\nwhere {_same_key(table)}\n  and {condition}{bounded}"
    )


def restore_values(key: str, number: int, table: Table, column: str) -> str:
    """Put values back where the row still exists and still holds what the plan left there; the newer state wins.

    Values are compared as text: not every type has an equality operator.
    """
    now = f"k.{identifier('now_' + column)}::text"
    return _restored(key, number, table, column, f"t.{identifier(column)}::text is not distinct from {now}")


def _restored(key: str, number: int, table: Table, column: str, unchanged: str) -> str:
    keys = [identifier("key_" + part) for part in table.key]
    was = back(f"k.{identifier('was_' + column)}", table.column(column))
    return (
        f"with restored as (\n  update {source(table)} as t set {identifier(column)} = {was}\n"
        f"  from {keep_name(key, number)} as k\n  where {_same_key(table)}\n    and {unchanged}\n"
        f"  returning {', '.join('k.' + name for name in keys)})"
        + _leave(key, number, " and ".join(f"k.{name} = t.{name}" for name in keys))
    )


def mark_newer(key: str, number: int, table: Table, column: str) -> str:
    """Mark the kept values whose row is gone or changed since, before the column gets its old type again."""
    same = _is_as_left(table, column)
    return (
        f"update {keep_name(key, number)} as k set newer = not exists (select from {source(table)} as t where {same})"
    )


def is_unchanged(key: str, number: int, table: Table, column: str) -> str:
    """A condition on `t`: its value is what the plan left there, and what it was before is kept."""
    return f"exists (select from {keep_name(key, number)} as k where {_is_as_left(table, column)})"


def restore_marked(key: str, number: int, table: Table, column: str) -> str:
    """As `restore_values`, where `mark_newer` has looked already which rows still hold what the plan left there."""
    return _restored(key, number, table, column, "not k.newer")


def _is_as_left(table: Table, column: str) -> str:
    now = f"k.{identifier('now_' + column)}::text"
    return f"{_same_key(table)} and t.{identifier(column)}::text is not distinct from {now}"


def keep_rows(key: str, number: int, table: Table, condition: str, keep: Interval) -> tuple[str, ...]:
    """Keep whole rows that meet `condition`; they are locked until the transaction ends."""
    name, columns = keep_name(key, number), _stored(table)
    chosen = ", ".join(_kept(f"t.{identifier(column.name)}", column) for column in columns)
    return (
        _create(name, [f"{identifier(column.name)} {_kept_type(column)}" for column in columns]),
        *_indexed(name, table),
        closed(name),
        _take(name, chosen, table, condition) + _register(name, key, "rows", table, columns, keep),
    )


def is_kept(key: str, number: int, table: Table, column: str = "") -> str:
    """A condition on `t`: it is kept as it is now, whole or with its value of `column`."""
    return f"exists (select from {keep_name(key, number)} as k where {_as_kept(table, column)})"


def is_taken_along(key: str, number: int, table: Table) -> str:
    """A condition on `t`: it is kept as a whole row, and about to be deleted."""
    return f"exists (select from {keep_name(key, number)} as k where {same_row(table)})"


def drop_stale(key: str, number: int, table: Table, column: str = "") -> str:
    """Let go of what is kept and is not so any more, because somebody has changed or deleted it since."""
    name, there = keep_name(key, number), f"select from {source(table)} as t where {_as_kept(table, column)}"
    return (
        f"with gone as (\n  delete from {name} as k where not exists ({there})\n  returning 1)\n"
        f"update difftool.quarantine set rows = rows - (select count(*) from gone)\nwhere name = {literal(name)}"
    )


def _as_kept(table: Table, column: str) -> str:
    if column:
        was = f"k.{identifier('was_' + column)}::text"
        return f"{_same_key(table)} and t.{identifier(column)}::text is not distinct from {was}"
    columns = _stored(table)
    now = ", ".join(_kept(f"t.{identifier(each.name)}", each) for each in columns)
    then = ", ".join(f"k.{identifier(each.name)}" for each in columns)
    return f"{same_row(table)} and row({now})::text = row({then})::text"


def delete_rows(key: str, number: int, table: Table) -> str:
    """Delete the rows that `keep_rows` has kept in the same transaction, and thus still holds locked."""
    return f"delete from {source(table)} as t\nusing {keep_name(key, number)} as k\nwhere {same_row(table)}"


def lock(table: Table) -> str:
    """Nobody writes to it from here to the end of the transaction; everybody may read."""
    return f"lock table {source(table)} in share row exclusive mode"


def restore_rows(key: str, number: int, table: Table) -> str:
    """Put rows back whose key and unique values are still free, identity values and all."""
    columns = _stored(table)
    names = ", ".join(identifier(column.name) for column in columns)
    values = ", ".join(back(f"k.{identifier(column.name)}", column) for column in columns)
    keys = ", ".join(identifier(part) for part in table.key)
    return (
        f"with restored as (\n  insert into {source(table)} ({names}) overriding system value\n"
        f"  select {values} from {keep_name(key, number)} as k\n"
        f"  on conflict do nothing\n  returning {keys})" + _leave(key, number, same_row(table))
    )


def _leave(key: str, number: int, same: str) -> str:
    """The end of a statement whose `restored` has come back: that leaves the quarantine table and its register."""
    name = keep_name(key, number)
    return (
        f",\ngone as (\n  delete from {name} as k using restored as t\n  where {same}\n  returning 1)\n"
        f"update difftool.quarantine set rows = rows - (select count(*) from gone)\nwhere name = {literal(name)}"
    )


_TAKE = re.compile(r"with taken as \(\ninsert into difftool\.kept_\w+\nselect .*\nfrom (.+) as t\nwhere ")


def kept_from(statement: str) -> str:
    """The table, qualified, of whose rows a statement keeps some aside; "" for others."""
    found = _TAKE.match(statement)
    return found[1] if found else ""


def is_restore(statement: str) -> bool:
    """Whether it is one of the statements above that put something back."""
    return statement.startswith("with restored as (")


def restricted(restore: str, condition: str) -> str:
    """A statement that puts back only what meets a condition on `k`; the rest stays kept."""
    for end, word in (("\n  on conflict do nothing", "where"), ("\n  returning ", "  and")):
        if end in restore:
            return restore.replace(end, f"\n  {word} {condition}{end}", 1)
    raise ValueError("not a statement that puts something back")


def marked_restore(restore: str, table: Table) -> str:
    """A statement that puts values back, to be run in batches."""
    marks = f"{MARK} {KEPT_MARK}" if _has_one_order(table) else MARK
    return restore.replace("\n  returning ", f" {marks}\n  returning ", 1)


def same_row(table: Table) -> str:
    """That `t`, a row of the table, is `k`, a whole row kept of it."""
    pairs = ((identifier(part), table.column(part)) for part in table.key)
    return " and ".join(f"t.{name} = {back('k.' + name, column)}" for name, column in pairs)


def _same_key(table: Table) -> str:
    pairs = ((part, table.column(part)) for part in table.key)
    return " and ".join(
        f"t.{identifier(part)} = {back('k.' + identifier('key_' + part), column)}" for part, column in pairs
    )


def _stored(table: Table) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if not column.generated)


def _create(name: str, columns: Iterable[str]) -> str:
    return f"create table if not exists {name} (\n  " + ",\n  ".join(columns) + ")"


def _is_kept_as_it_is(table: Table) -> bool:
    return bool(table.key) and all(table.column(part).built_in for part in table.key)


def _has_one_order(table: Table) -> bool:
    """The key, in the table and where it is kept: there a text has the database's collation, whatever it had here."""
    return _is_kept_as_it_is(table) and not any(table.column(part).type.startswith(_TEXTS) for part in table.key)


def _indexed(name: str, table: Table, prefix: str = "") -> tuple[str, ...]:
    """So that a batch finds its own among all that is kept; a key that is kept as text may be too long for an index."""
    keys = ", ".join(identifier(prefix + part) for part in table.key)
    index = f"create index if not exists {name.removeprefix('difftool.')}_key on {name} ({keys})"
    return (index,) if _is_kept_as_it_is(table) else ()


def _take(name: str, chosen: str, table: Table, condition: str) -> str:
    """The beginning of the statement that `_register` ends: counting all that is kept would take longer each time."""
    taken = f"insert into {name}\nselect {chosen}\nfrom {source(table)} as t\nwhere {condition}\nfor update of t"
    return f"with taken as (\n{taken}\nreturning 1)\n"


def _register(name: str, key: str, kind: str, table: Table, columns: Sequence[Column], keep: Interval) -> str:
    types = literal(json.dumps({column.name: column.type for column in columns}, ensure_ascii=False))
    values = ", ".join(literal(text) for text in (name, key, kind, table.schema, table.name))
    until = f"now() + {literal(keep)}::interval" if keep else "null"
    return (
        "insert into difftool.quarantine"
        " (name, plan_key, kind, source_schema, source_table, columns, rows, keep_until)\n"
        f"select {values}, {types}::jsonb, count(*), {until}\nfrom taken\n"
        "on conflict (name) do update set\n"
        "  rows = quarantine.rows + excluded.rows, kept_at = now(), keep_until = excluded.keep_until"
    )


def _kept_type(column: Column) -> str:
    return column.type if column.built_in else "text"


def _kept(expression: str, column: Column) -> str:
    return expression if column.built_in else f"{expression}::text"


def back(expression: str, column: Column) -> str:
    """A kept value in its own type again."""
    return expression if column.built_in else f"{expression}::{column.type}"

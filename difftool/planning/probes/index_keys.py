"""Values that are too long for a B-tree: https://www.postgresql.org/docs/current/btree.html, a third of a page."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.planning.probes.enforced import enforced_anew, is_new_index
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short
from difftool.planning.probes.text import column_name, columns_in, index_of
from difftool.planning.probes.types import type_of
from difftool.sql.quote import identifier

LARGEST = 2704
"""Bytes of an index row on pages of 8 kB, of which 16 are its head and alignment."""
_LONG = ("text", "character varying", "character", "bytea", "jsonb", "tsvector", "xml")


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    """Of columns as they are stored: an index compresses what the table has compressed."""
    thing = change.after
    if thing is None or thing.parent is None or not (enforced_anew(change, *_KEYS) or is_new_index(change)):
        return
    table = sides.holder(thing.parent.schema, thing.parent.name)
    index = index_of(thing.facts["definition"])
    names = [name for name in (column_name(key) for key in (*index.keys, *index.include)) if name]
    there = [name for name in names if table and sides.column(table, name)]
    if table is None or index.method != "btree" or not any(_may_be_long(table, name, sides) for name in there):
        return
    sizes = " + ".join(f"coalesce(pg_column_size(t.{identifier(name)}), 0)" for name in there)
    filtered = f"({index.predicate}) and " if index.predicate else ""
    uses = columns_in(index.predicate) if index.predicate else ()
    if not sides.knows(table, uses):
        return
    where = Where(table, f"{filtered}{sizes} > {LARGEST - 16}", uses)
    name = change.ident.part or change.ident.name
    says = f"are too long for the index {name}"
    yield rows_where(sides, change.ident, where, says, f"{short(table)}: index {name}")


_KEYS = ("unique", "primary key")


def _may_be_long(table: Ident, name: str, sides: Sides) -> bool:
    column = sides.column(table, name)
    if column is None:
        return False
    kind = type_of(sides.base(str(column.facts["type"])))
    if kind.text.endswith("[]") or not kind.built_in:
        return sides.typed("enum", kind.text) is None
    return kind.name in _LONG and (kind.length is None or kind.length * 4 > LARGEST - 16)

"""That a statement which overwrites one column leaves all others as they were, as a question before and after it."""

from __future__ import annotations

import re

from difftool.planning.marks import KEPT_MARK, MARK
from difftool.sql.quote import literal

_CHANGE = re.compile(r"update (.+) as t set (.+?) = .+\nfrom (difftool\.\w+) as k\nwhere (.+)\n  and ")


def untouched(statement: str) -> str:
    """A query for the query that sums up all that a statement of `change_values` must leave as it is; "" for others.

    That one looks at the other columns of the rows that are kept, so it holds both before and after the statement,
    whatever others write meanwhile. Generated columns are left out. There is none where a trigger may change more.
    """
    found = _CHANGE.match(statement)
    if not found:
        return ""
    bounds = statement.partition(MARK)[2]
    table, column, kept, same = found.groups()
    name = column[1:-1].replace('""', '"') if column.startswith('"') else column
    place, begin = f"{literal(table)}::regclass", "select sum(hashtextextended(row("
    end = f")::text, 0))::text\nfrom {table} as t, {kept} as k\nwhere {same}{bounds}"
    return (
        f"select {literal(begin)} || coalesce(string_agg('t.' || quote_ident(attname), ', '), '') || {literal(end)}\n"
        f"from pg_catalog.pg_attribute where attrelid = {place} and attnum > 0 and not attisdropped\n"
        f"  and attgenerated = '' and attname <> {literal(name)}\n"
        "having not exists (select from pg_catalog.pg_trigger\n"
        f"  where tgrelid = {place} and not tgisinternal and tgenabled <> 'D')"
    )


def changes_any(statement: str) -> str:
    """A query whether it will change a row at all, "" as above: a walk through rows that are done finds none.

    Whatever meets the condition has just been kept.
    """
    found = _CHANGE.match(statement)
    condition = statement[found.end() :].partition(KEPT_MARK)[0] if found else ""
    return f"select exists (select from {found[1]} as t where {condition})" if found else ""

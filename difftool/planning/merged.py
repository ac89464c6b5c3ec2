"""Columns of one table that get other types at once: the table is read and written once, not once for each."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.planning.forms import form_of
from difftool.sql.quote import qualified


def merged(statements: Iterable[str]) -> tuple[str, ...]:
    """Neighbours that only change types of one table, as one ALTER TABLE; others as they are.

    https://www.postgresql.org/docs/current/sql-altertable.html: "multiple table scans or rewrites can thereby be
    combined into a single pass over the table".
    """
    found: list[str] = []
    for statement in statements:
        head = _head(statement)
        if head and found and _head(found[-1]) == head:
            found[-1] += f",\n   {statement.removeprefix(head)}"
        else:
            found.append(statement)
    return tuple(found)


def _head(statement: str) -> str:
    """`ALTER TABLE public.t` of a statement that does nothing but change types there, else ""."""
    form = form_of(statement) if " TYPE " in statement else None
    if form is None or set(form.actions) != {"AT_AlterColumnType"}:
        return ""
    heads = (f"ALTER TABLE {only}{qualified(*form.relation)}" for only in ("", "ONLY "))
    return next((head for head in heads if statement.startswith(f"{head} ")), "")

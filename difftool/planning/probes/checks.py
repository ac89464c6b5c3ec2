"""Rows that violate a CHECK constraint of their table."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.change import Change
from difftool.planning.probes.enforced import enforced_anew
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short
from difftool.planning.probes.text import columns_in


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    """A check that comes out NULL is met."""
    table = sides.holder(change.ident.schema, change.ident.name)
    if change.after is None or table is None or not enforced_anew(change, "check"):
        return
    expression = str(change.after.facts["definition"]).removeprefix("CHECK ")
    uses = columns_in(expression)
    if sides.knows(table, uses):
        says, subject = f"violate the check {change.ident.part}", f"check {short(table)}.{change.ident.part}"
        yield rows_where(sides, change.ident, Where(table, f"not {expression}", uses), says, subject)

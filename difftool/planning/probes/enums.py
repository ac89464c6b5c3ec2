"""Labels that an enum is to lose and that rows still hold."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.change import Change
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short, stored_columns
from difftool.sql.quote import identifier, literals


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    if change.ident.kind != "enum" or not change.before or not change.after or "labels" not in change.facts:
        return
    had, has = change.facts["labels"]
    gone = [label for label in had if label not in has]
    for table, column in stored_columns(sides.live, change.before.address) if gone else ():
        name = column.ident.part
        value = f"t.{identifier(name)}"
        if column.facts["type"].endswith("[]"):
            condition = f"{value}::text[] && array[{literals(gone)}]"
        else:
            condition = f"{value}::text in ({literals(gone)})"
        says = f"hold in {name} a label that goes: {', '.join(gone)}"
        subject = f"{short(table)}.{name} without the label {', '.join(gone)}"
        yield rows_where(sides, change.ident, Where(table, condition), says, subject)

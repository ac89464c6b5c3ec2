"""Expressions that PostgreSQL evaluates for each row when it builds an index or stores a generated column.

They count nothing: where one of them raises an error for some row, so will the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.change import Change, Verb
from difftool.planning.probes.enforced import is_new_index
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short
from difftool.planning.probes.text import column_name, columns_in, index_of


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    thing = change.after
    if thing is None or thing.parent is None or not thing.facts.get("local", True):
        return
    table = sides.holder(thing.parent.schema, thing.parent.name)
    expressions, predicate = _evaluated(change)
    uses = columns_in(f"({', '.join(expressions)})") if expressions else ()
    if not expressions or table is None or not sides.knows(table, uses):
        return
    values = ", ".join(f"({expression})" for expression in expressions)
    filtered = f"({predicate}) and " if predicate else ""
    where = Where(table, f"{filtered}num_nulls({values}) < 0", uses)
    what = f"the expressions of {change.ident.part or change.ident.name}"
    says = f"make PostgreSQL fail when it evaluates {what}"
    yield rows_where(sides, change.ident, where, says, f"{short(table)}: {what}")


def _evaluated(change: Change) -> tuple[list[str], str]:
    """The expressions, and the condition on rows of a partial index."""
    facts = change.after.facts if change.after else {}
    if change.ident.kind == "column" and facts.get("generated") == "stored":
        anew = change.verb is Verb.CREATE or "expression" in change.facts
        return ([str(facts["expression"])] if anew else []), ""
    if change.ident.kind == "index" and is_new_index(change):
        index = index_of(facts["definition"])
        return [key for key in index.keys if not column_name(key)], index.predicate
    return [], ""

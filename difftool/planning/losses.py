"""What dropping would lose: rows of tables, values of columns and attributes, counted before anything is dropped."""

from __future__ import annotations

from difftool.diff.compare import roots
from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Probe
from difftool.planning.questions import Question
from difftool.sql.quote import identifier, qualified


def losses(changes: tuple[Change, ...]) -> tuple[Question, ...]:
    """One question for each table or column that goes; `subject` is the object as `Step.touches` names it.

    What PostgreSQL derives from other rows is no loss: generated columns, views, materialized views, indexes.
    Columns of a partition or heir are told by their parent.
    """
    return tuple(
        _lost(change.ident)
        for change in roots(changes)
        if change.verb is Verb.DROP and change.before and _holds_data(change.before)
    )


def _holds_data(thing: CatalogObject) -> bool:
    if thing.ident.kind == "table":
        return True
    facts = thing.facts
    own = facts.get("local", True) and not facts.get("generated")
    return thing.ident.kind == "column" and thing.parent is not None and thing.parent.kind == "table" and bool(own)


def _lost(ident: Ident) -> Question:
    table = qualified(ident.schema, ident.name)
    where = f" where {identifier(ident.part)} is not null" if ident.kind == "column" else ""
    what = f"have a value in {ident.part}, which is dropped" if where else "are dropped with the table"
    probe = Probe(f"select count(*) from {table}{where}", 0, what)
    holder = Ident("table", ident.schema, ident.name)
    return Question(ident, holder, probe, str(ident), f"select count(*) from {table}")

"""What dropping would lose: rows of tables and values of columns, to be counted before anything is dropped."""

from __future__ import annotations

from difftool.diff.compare import roots
from difftool.model.catalog import Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Probe
from difftool.planning.questions import Question
from difftool.sql.quote import identifier, qualified


def losses(changes: tuple[Change, ...]) -> tuple[Question, ...]:
    """One question for each table or column that goes; `subject` is the object as `Step.touches` names it."""
    return tuple(
        _lost(change.ident)
        for change in roots(changes)
        if change.verb is Verb.DROP and change.ident.kind in ("table", "column")
    )


def _lost(ident: Ident) -> Question:
    table = qualified(ident.schema, ident.name)
    where = f" where {identifier(ident.part)} is not null" if ident.kind == "column" else ""
    what = f"have a value in {ident.part}, which is dropped" if where else "are dropped with the table"
    probe = Probe(f"select count(*) from {table}{where}", 0, what)
    return Question(ident, probe, str(ident), f"select count(*) from {table}", "", what)

"""What the state before a plan would not admit of the rows that are there now: asked before the way back begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Probe, Step
from difftool.planning.probes.question import Question
from difftool.planning.probes.text import columns_in
from difftool.planning.questions import questions
from difftool.planning.way_back import Restore, came_since
from difftool.sql.quote import identifier, qualified


def readmitted(
    changes: tuple[Change, ...], now: Catalog, old: Catalog, restores: Sequence[Restore], ran: Iterable[Step]
) -> tuple[Question, ...]:
    """Nothing is asked about columns whose values return: those were in the old state, and newer ones are counted."""
    returning = {(each.kept.schema, each.kept.table, each.column) for each in restores}
    asked = (each for each in questions(changes, now, old) if not _returns(each, old, returning))
    undone = [text for step in ran for text in step.undo.sql]
    late = (
        _late(each)
        for each in restores
        if each.row and _comes_back_required(each, changes) and not _is_made(each, undone)
    )
    told = (replace(each, remedy=()) for each in asked if each.asserted or each.about.kind == "column")
    return (*told, *late)


def _returns(question: Question, old: Catalog, returning: set[tuple[str, str, str]]) -> bool:
    about = question.about
    names = {about.part} if about.kind == "column" else set(_columns_of(old, about))
    return any((about.schema, question.table.name, name) in returning for name in names)


def _columns_of(old: Catalog, ident: Ident) -> Iterator[str]:
    """The words of a definition that may be columns."""
    definition = str(old.objects[ident].facts.get("definition", "")) if ident in old.objects else ""
    _, _, inner = definition.partition("(")
    yield from columns_in(f"({inner.rpartition(')')[0]})")


def _comes_back_required(restore: Restore, changes: Iterable[Change]) -> bool:
    ident = Ident("column", restore.kept.schema, restore.kept.table, restore.column)
    made = (c.after for c in changes if c.ident == ident and c.verb is Verb.CREATE)
    return any(column is not None and column.facts.get("not_null") for column in made)


def _is_made(restore: Restore, undone: Iterable[str]) -> bool:
    """Whether the way back finds or makes values for rows that came later."""
    table = qualified(restore.kept.schema, restore.kept.table)
    starts = tuple(f"update {table}{name} set {identifier(restore.column)} = " for name in ("", " as t"))
    return any(text.startswith(starts) for text in undone)


def _late(restore: Restore) -> Question:
    holder = Ident("table", restore.kept.schema, restore.kept.table)
    source = f"{qualified(holder.schema, holder.name)} as t"
    return Question(
        Ident("column", holder.schema, holder.name, restore.column),
        holder,
        Probe(
            f"select count(*) from {source} where {came_since(restore)}",
            0,
            f"came since, and would have no {restore.column}",
        ),
        f"{restore.subject} NOT NULL",
        f"select count(*) from {source}",
    )

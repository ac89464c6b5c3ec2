"""`nulls`: rows that would break a new NOT NULL."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.plan import Phase, Probe, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.data_rules.contribution import Contribution, Ground, place
from difftool.planning.data_rules.given import Given, question
from difftool.planning.data_rules.hanging import moved_aside
from difftool.planning.data_rules.loosened import loosened
from difftool.planning.draft import Draft
from difftool.planning.marks import marked
from difftool.planning.probes.question import Question
from difftool.sql.quote import identifier, qualified


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:
    """Where live allows NULL in the column and the target does not."""
    schema, name, column = place(rule.subject)
    ident = Ident("column", schema, name, column)
    become, there = rule.keys["become"], _newly_required(ground, ident)
    if become == "refuse" or there is None:
        return Contribution()
    table = ground.table(schema, name)
    condition = marked(f"t.{identifier(column)} is null")
    questions: tuple[Question, ...] = ()
    filled = {}
    if isinstance(become, dict):
        kept, expression = next(number), str(become["default"])
        given = Given(table, there, expression, f"t.{identifier(column)} is null")
        filled[str(ident)] = f"coalesce(t.{identifier(column)}, {given.value})"
        questions = (question(given, needed=True),)
        sql = (
            *quarantine.keep_values(ground.key, kept, table, column, condition, expression, ground.keep),
            quarantine.change_values(ground.key, kept, table, column, condition),
        )
        title = f"set NULL {column} of {name} to {expression}"
        undo = Undo(UndoKind.QUARANTINE, (quarantine.restore_values(ground.key, kept, table, column),))
    else:
        table = ground.table_now(schema, name)
        keep = None if become == "quarantine" else ground.keep
        moved = moved_aside(rule, ground, number, table, condition, keep)
        sql, questions = moved.sql, moved.questions
        title = f"move rows of {name} without {column} to quarantine"
        undo = Undo(UndoKind.QUARANTINE, moved.restores)
    count = f"select count(*) from {qualified(schema, name)} where {identifier(column)} is null"
    draft = Draft(Phase.CLEAN, sql, (schema, name), title, undo=undo, alone=True, rows=True)
    return Contribution(
        prelude=loosened(ground, ident) if filled else (),
        drafts=(draft,),
        catch_ups={str(ident): (draft,)},
        asserts={str(ident): Probe(count, 0, f"hold NULL in {column}")},
        resolves=frozenset({str(ident)}),
        questions=questions,
        filled=filled,
    )


def _newly_required(ground: Ground, ident: Ident) -> CatalogObject | None:
    """The column as the target has it, if it holds no NULL there and may do so in live."""
    here, there = ground.live.objects.get(ident), ground.target.objects.get(ident)
    both = here and there and not here.facts["not_null"] and there.facts["not_null"]
    return there if both else None

"""`duplicates`: of rows that share what is to be unique, one stays and the others go to quarantine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.foreign_key import Table
from difftool.model.plan import Phase, Probe, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning.data_rules.contribution import Contribution, Ground, relation
from difftool.planning.data_rules.hanging import moved_aside
from difftool.planning.draft import Draft
from difftool.planning.marks import PORTION
from difftool.planning.probes.question import Question
from difftool.planning.probes.text import Index, column_name, columns_in, index_of
from difftool.sql.quote import identifier, qualified


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:
    """Where the target makes the columns unique and live does not."""
    named, listed = re.fullmatch(r"(.+?)\s*\((.+)\)", rule.subject, re.DOTALL).groups()  # type: ignore[union-attr]  # checked when loaded
    schema, name = relation(named)
    columns = tuple(part.strip().strip('"') for part in listed.split(","))
    new = [thing for thing in _unique_on(ground, schema, name, columns) if not _is_there(thing, ground)]
    if rule.keys["keep"] == "refuse" or not new:
        return Contribution()
    table = ground.table_now(schema, name)
    among = dict.fromkeys(_compared(index_of(str(thing.facts["definition"]))) for thing in new)
    ranked = (_ranked(table, columns, rule.keys["keep"], rows) for rows in among)
    title = f"move rows of {name} that repeat {', '.join(columns)} to quarantine"
    parts = [_moved(rule, ground, number, table, each, title) for each in ranked]
    return Contribution(
        drafts=tuple(draft for draft, _ in parts),
        resolves=frozenset(str(thing.ident) for thing in new),
        questions=tuple(question for _, questions in parts for question in questions),
    )


def _moved(
    rule: DataRule, ground: Ground, number: Iterator[int], table: Table, ranked: str, title: str
) -> tuple[Draft, tuple[Question, ...]]:
    surplus = f"t.ctid in (select r.ctid from ({ranked}) as r where r.n > 1 {PORTION})"
    moved = moved_aside(rule, ground, number, table, surplus, ground.keep)
    undo = Undo(UndoKind.QUARANTINE, moved.restores)
    place = (table.schema, table.name)
    draft = Draft(Phase.CLEAN, moved.sql, place, title, undo=undo, alone=True, rows=True)
    return draft, (_ordered(rule, table, ranked), *moved.questions)


def _ordered(rule: DataRule, table: Table, ranked: str) -> Question:
    """Whether all rows can be put in the rule's order: an expression that fails for one is an answer, too."""
    total = f"select count(*) from {qualified(table.schema, table.name)}"
    ident = Ident("table", table.schema, table.name)
    return Question(
        ident,
        ident,
        Probe(f"select 0 * count(*) from ({ranked}) as r where r.n > 1", 0, "cannot be ordered by the rule's `keep`"),
        f"{table.name}, which row to keep",
        total,
        remedy=(
            f"# in duplicates: {rule.subject}",
            "keep: first          # or last, {by: an expression that holds for each row}",
        ),
    )


def _is_there(thing: CatalogObject, ground: Ground) -> bool:
    """A key may keep its name and get other columns."""
    here = ground.live.objects.get(thing.ident)
    return here is not None and here.facts["definition"] == thing.facts["definition"]


def _unique_on(ground: Ground, schema: str, name: str, columns: tuple[str, ...]) -> Iterator[CatalogObject]:
    """Keys, constraints and indexes of just these columns, also those of a part of the rows."""
    for thing in ground.target.objects.values():
        definition = str(thing.facts.get("definition", ""))
        key = thing.facts.get("type") in ("unique", "primary key") or definition.startswith("CREATE UNIQUE INDEX ")
        if key and thing.parent == Ident("table", schema, name):
            index = index_of(definition)
            needs = {*columns, *(columns_in(index.predicate) if index.predicate else ())}
            there = all(ground.has_column(schema, name, column) for column in needs)
            if there and {column_name(each) for each in index.keys} == set(columns):
                yield thing


def _compared(index: Index) -> str:
    """Which rows are: those of a partial index, and those without NULL unless NULLS NOT DISTINCT makes them equal."""
    predicate = [f"({index.predicate})"] if index.predicate else []
    known = [] if index.nulls_together else [f"{key} is not null" for key in index.keys]
    return " and ".join([*predicate, *known]) or "true"


def _ranked(table: Table, columns: tuple[str, ...], keep: Any, rows: str) -> str:
    """`n` is 1 for the one that stays: the first or last by key, or the first by an expression over the columns.

    Which they are is known only when all rows were looked at: so a batch is a part of them, not of the table.
    `rows` is the condition for those that are compared at all.
    """
    direction = " desc" if keep == "last" else ""
    by = [keep["by"]] if isinstance(keep, dict) else []
    order = ", ".join([*by, *(identifier(part) + direction for part in table.key)])
    names = ", ".join(identifier(column) for column in columns)
    return (
        f"select ctid, row_number() over (partition by {names} order by {order}) as n\n"
        f"  from {qualified(table.schema, table.name)} where {rows}"
    )

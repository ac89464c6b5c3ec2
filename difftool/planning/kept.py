"""What dropping a table or column would lose is kept aside in the same transaction, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from difftool.diff.detectors.columns import add
from difftool.model.catalog import Ident
from difftool.model.foreign_key import Table
from difftool.model.plan import Finding, Phase
from difftool.planning import quarantine
from difftool.planning.data_rules.contribution import Contribution, Ground
from difftool.planning.draft import Draft
from difftool.planning.marks import marked
from difftool.planning.questions import Question
from difftool.planning.undo import Comeback
from difftool.sql.quote import identifier, qualified

FIRST = 500
"""quarantine tables of drops are numbered from here, those of data rules below"""


@dataclass(frozen=True, slots=True)
class Kept:
    """`before` are statements to run ahead of the drop, by the dropped object in words.

    `copies` are steps of their own, long before that, of tables that are too large to be copied while nobody may
    write: in batches. Then only what has changed since is left for the time of the drop.
    """

    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comebacks: Mapping[str, Comeback] = field(default_factory=dict)
    copies: tuple[Draft, ...] = ()


def kept(
    ground: Ground,
    losses: Iterable[tuple[Question, Finding]],
    rules: Contribution,
    sizes: Mapping[str, int],
    largest: int,
) -> Kept:
    """For everything that would be lost, of tables up to `largest` bytes whose rows can be told apart by a key."""
    found = Kept()
    for number, (question, finding) in enumerate(losses, FIRST):
        ident, name = question.about, str(question.about)
        if ident.kind not in ("table", "column"):
            continue
        fits = sizes.get(f"{ident.schema}.{ident.name}", 0) <= largest
        table = ground.table_when_filled(ident.schema, ident.name, rules.resolves)
        if not fits or not table.key or not (finding.count or name in rules.declared_losses):
            continue
        if ident.kind == "table":
            comeback = Comeback("", (quarantine.restore_rows(ground.key, number, table),))
        elif ident.part not in table.key and not ground.live.objects[ident].facts.get("generated"):
            comeback = _comeback(ground, table, ident, number, rules)
        else:
            continue
        before, copies = _copied(ground, table, ident.part, number)
        found = Kept({**found.before, name: before}, {**found.comebacks, name: comeback}, (*found.copies, *copies))
    return found


def _copied(ground: Ground, table: Table, column: str, number: int) -> tuple[tuple[str, ...], tuple[Draft, ...]]:
    """What goes before the drop, and the copy in batches, if any."""
    everything = f"t.{identifier(column)} is not null" if column else "true"
    lock, relation = quarantine.lock(table), (table.schema, table.name)
    if relation not in ground.busy:
        return (lock, *_keep(ground, table, column, number, everything)), ()
    given = (ground.key, number, table, column)
    missing = f"{everything} and not {quarantine.is_kept(*given)}"
    before = (lock, quarantine.drop_stale(*given), *_keep(ground, table, column, number, missing))
    what = f"{column} of {table.name}" if column else f"the rows of {table.name}"
    copy = _keep(ground, table, column, number, marked(everything))
    title = f"copy {what} aside, for the time after the drop"
    return before, (Draft(Phase.CLEAN, copy, relation, title, alone=True, rows=True),)


def _keep(ground: Ground, table: Table, column: str, number: int, condition: str) -> tuple[str, ...]:
    if column:
        return quarantine.keep_values(ground.key, number, table, column, condition, "null", ground.keep)
    return quarantine.keep_rows(ground.key, number, table, condition, ground.keep)


def _comeback(ground: Ground, kept_table: Table, ident: Ident, number: int, rules: Contribution) -> Comeback:
    """Added empty; then what was kept, then what can be found or made for rows that came later."""
    column, name = ground.live.objects[ident], str(ident)
    facts = column.facts
    (statement,) = add(column._replace(facts={"type": facts["type"], "collation": facts.get("collation")}))
    table, part = qualified(ident.schema, ident.name), identifier(ident.part)
    enforce = []
    if facts.get("default") is not None:
        enforce.append(f"ALTER TABLE {table} ALTER COLUMN {part} SET DEFAULT {facts['default']}")
    value = rules.generate.get(name, facts.get("default"))
    if facts["not_null"] and value:
        enforce.append(f"update {table} set {part} = {value} where {part} is null")
    if facts["not_null"]:
        enforce.append(f"ALTER TABLE {table} ALTER COLUMN {part} SET NOT NULL")
    restore = quarantine.restore_values(ground.key, number, kept_table, ident.part)
    made = [text for text in enforce if text.startswith("update")]
    return Comeback(
        statement, (restore, *made), rules.backfill.get(name, ()), tuple(t for t in enforce if t not in made)
    )

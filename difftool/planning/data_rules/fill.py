"""`fill`: a column gets its values, before anything relies on them."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.diff.detectors.columns import add
from difftool.model.catalog import Ident
from difftool.model.foreign_key import Table
from difftool.model.plan import Phase, Probe, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.data_rules.contribution import Contribution, Ground, place, relation
from difftool.planning.data_rules.given import Given, question
from difftool.planning.data_rules.loosened import loosened
from difftool.planning.draft import Draft, Sync
from difftool.planning.marks import marked
from difftool.planning.probes.question import Question
from difftool.planning.probes.text import columns_in
from difftool.planning.sync import Follows, sync
from difftool.sql.quote import identifier, qualified


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:
    """Where the target has the column: it is added without NOT NULL if live has it not."""
    schema, name, column = place(rule.subject)
    if not ground.has_table(schema, name) or not ground.wants_column(schema, name, column):
        return Contribution()
    new = not ground.has_column(schema, name, column)
    ident = Ident("column", schema, name, column)
    source, condition = _source(rule), _condition(rule, column)
    filling = (
        _plain(schema, name, column, source, condition)
        if new
        else _kept(rule, ground, ground.table(schema, name), column, source, condition, next(number))
    )
    must_fill = bool(ground.target.objects[ident].facts["not_null"])
    needs = _needs(rule, ground, (schema, name))
    again = {str(ident)} if must_fill else set()
    again |= {str(each) for each in needs if not ground.wants_column(each.schema, each.name, each.part)}
    syncs = (_followed(ground, ident, source, needs),) if new and again and (schema, name) in ground.busy else ()
    count = f"select count(*) from {qualified(schema, name)} where {identifier(column)} is null"
    asserts = {str(ident): Probe(count, 0, f"have no value in {column}")} if must_fill else {}
    value, asked = _foreseen(ground, ident, source, condition, refuse=rule.keys.get("where_filled") == "refuse")
    return Contribution(
        prelude=(added(ground, ident),) if new else loosened(ground, ident),
        drafts=(*(each.guard for each in syncs), filling),
        catch_ups=dict.fromkeys(again, (filling,)) if condition else {},
        syncs=syncs,
        asserts=asserts,
        resolves=frozenset({str(ident)}),
        questions=asked,
        filled={str(ident): value} if value else {},
    )


def _foreseen(
    ground: Ground, ident: Ident, source: tuple[str, str], condition: str, *, refuse: bool
) -> tuple[str, tuple[Question, ...]]:
    """What the column will hold, and what is asked of that; nothing where a new one has its default in every row."""
    expression, joined = source
    becomes, there = ground.target.objects[ident], ident in ground.live.objects
    if condition and not there and (becomes.facts.get("default") or becomes.facts.get("identity")):
        return "", ()
    table, held = ground.table(ident.schema, ident.name), f"t.{identifier(ident.part)}"
    given = Given(
        table, becomes, f"(select {expression}{joined})" if joined else expression, condition if there else ""
    )
    needed = bool(becomes.facts["not_null"]) and ident not in ground.mended
    asked = (question(given, needed=needed), *((_unfilled(given),) if there and refuse else ()))
    return (f"coalesce({held}, {given.value})" if there and condition else given.value), asked


def _unfilled(given: Given) -> Question:
    """Where the rule refuses to fill what holds values."""
    ident = given.column.ident
    subject, total = f"{ident.name}.{ident.part}", f"select count(*) from {qualified(ident.schema, ident.name)}"
    return Question(ident, Ident("table", ident.schema, ident.name), _holds_none(ident), subject, total)


def _holds_none(ident: Ident) -> Probe:
    name = identifier(ident.part)
    count = f"select count(*) from {qualified(ident.schema, ident.name)} where {name} is not null"
    return Probe(count, 0, f"hold a value in {ident.part} already")


def added(ground: Ground, ident: Ident) -> Draft:
    """The column as the target has it, but for NOT NULL: that is enforced when it has its values."""
    column = ground.target.objects[ident]
    (statement,) = add(column, nullable=True)
    return Draft(Phase.EXPAND, (statement,), (ident.schema, ident.name), alone=True)


def _needs(rule: DataRule, ground: Ground, table: tuple[str, str]) -> tuple[Ident, ...]:
    """The columns that live has of those that the value is made of."""
    expression, join = str(rule.keys["from"]), rule.keys.get("join")
    tables = [table, relation(expression.rpartition(".")[0])] if join else [table]
    names = (*columns_in(f"({expression})"), *(columns_in(f"({join})") if join else ()))
    idents = (Ident("column", *each, name) for each in tables for name in names)
    return tuple(ident for ident in idents if ident in ground.live.objects)


def _followed(ground: Ground, ident: Ident, source: tuple[str, str], needs: tuple[Ident, ...]) -> Sync:
    expression, joined = source
    value = f"(select {expression}{joined}\n      limit 1)" if joined else f"({expression})"
    follows = Follows((ident.schema, ident.name), ident.part, str(ground.target.objects[ident].facts["type"]), value)
    return sync(ground.key, ground.search_path, follows, map(str, needs))


def _source(rule: DataRule) -> tuple[str, str]:
    """The expression, and the FROM clause with the join condition."""
    expression = str(rule.keys["from"])
    join = rule.keys.get("join")
    if not join:
        return expression, ""
    *table, _ = expression.split(".")
    return expression, f"\nfrom {'.'.join(table)}\nwhere ({join})"


def _condition(rule: DataRule, column: str) -> str:
    return "" if rule.keys.get("where_filled") == "overwrite" else f"t.{identifier(column)} is null"


def _plain(schema: str, name: str, column: str, source: tuple[str, str], condition: str) -> Draft:
    expression, joined = source
    where = f"{' and ' if joined else chr(10) + 'where '}{marked(condition or 'true')}"
    sql = f"update {qualified(schema, name)} as t set {identifier(column)} = {expression}{joined}{where}"
    undo = Undo(UndoKind.LOSSLESS, why="the column goes")
    return Draft(Phase.FILL, (sql,), (schema, name), f"fill {column} of {name}", undo=undo, alone=True, rows=True)


def _kept(
    rule: DataRule, ground: Ground, table: Table, column: str, source: tuple[str, str], condition: str, number: int
) -> Draft:
    """Of a column that is there already, what it held is kept aside."""
    expression, joined = source
    value = f"(select {expression}{joined})" if joined else expression
    where = marked(condition or f"t.{identifier(column)} is distinct from ({value})")
    sql = (
        *quarantine.keep_values(ground.key, number, table, column, where, value, ground.keep),
        quarantine.change_values(ground.key, number, table, column, where),
    )
    probes: tuple[Probe, ...] = ()
    if rule.keys.get("where_filled") == "refuse":
        probes = (_holds_none(Ident("column", table.schema, table.name, column)),)
    undo = Undo(UndoKind.QUARANTINE, (quarantine.restore_values(ground.key, number, table, column),))
    relation = (table.schema, table.name)
    return Draft(Phase.FILL, sql, relation, f"fill {column} of {table.name}", probes, undo, alone=True, rows=True)

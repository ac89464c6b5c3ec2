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
from difftool.planning.draft import Draft, Sync
from difftool.planning.marks import marked
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
    return Contribution(
        prelude=(added(ground, ident),) if new else (),
        drafts=(*(each.guard for each in syncs), filling),
        catch_ups=dict.fromkeys(again, (filling,)) if condition else {},
        syncs=syncs,
        asserts=asserts,
        resolves=frozenset({str(ident)}),
    )


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
        count = f"select count(*) from {qualified(table.schema, table.name)} where {identifier(column)} is not null"
        probes = (Probe(count, 0, f"hold a value in {column} already"),)
    undo = Undo(UndoKind.QUARANTINE, (quarantine.restore_values(ground.key, number, table, column),))
    relation = (table.schema, table.name)
    return Draft(Phase.FILL, sql, relation, f"fill {column} of {table.name}", probes, undo, alone=True, rows=True)

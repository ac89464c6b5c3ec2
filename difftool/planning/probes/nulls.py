"""NULL where it will not be allowed: SET NOT NULL, VALIDATE of it, and ADD COLUMN … NOT NULL without a value."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, becomes, rule_name, short, yaml_text
from difftool.sql.quote import identifier


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    table = sides.holder(change.ident.schema, change.ident.name)
    if change.after is None or table is None or not change.after.facts.get("local", True):
        return
    if change.ident.kind == "column" and becomes(change, "not_null") and change.after.facts["not_null"]:
        if not _said_by_a_constraint(change.after, sides):
            yield from _column(change.ident, table, change.ident.part, sides)
    elif change.after.facts.get("type") == "not null" and change.facts.get("validated", (True, False))[1]:
        yield from _column(change.ident, table, _named(change.after), sides)


def _said_by_a_constraint(column: CatalogObject, sides: Sides) -> bool:
    """Whether it is NOT NULL by a constraint that nobody validates (from version 18)."""
    return any(
        o.facts.get("type") == "not null" and not o.facts.get("validated", True) and _named(o) == column.ident.part
        for o in sides.target.named(column.ident.schema, column.ident.name)
        if o.ident.kind == "constraint"
    )


def _named(constraint: CatalogObject) -> str:
    quoted = str(constraint.facts["definition"]).removeprefix("NOT NULL ")
    return quoted[1:-1].replace('""', '"') if quoted.startswith('"') else quoted


def _column(about: Ident, table: Ident, name: str, sides: Sides) -> Iterator[Question]:
    new = sides.column(table, name) is None
    if not sides.knows(table, (name,)):
        return
    says = f"would have no value in the new column {name}" if new else f"hold NULL in {name}"
    subject = f"{short(table)}.{name} NOT NULL" + (", no default" if new else "")
    where = Where(table, f"t.{identifier(name)} is null", (name,) if new else ())
    remedy = _fill(table, name) if new else _nulls(table, name, sides)
    yield rows_where(sides, about, where, says, subject, remedy)


def _nulls(table: Ident, name: str, sides: Sides) -> tuple[str, ...]:
    wanted = sides.column(table, name, live=False)
    default = str(wanted.facts.get("default") or "") if wanted else ""
    plain = default and "nextval(" not in default
    become = f"{{default: {yaml_text(default)}}}" if plain else "quarantine"
    others = "quarantine, delete" if plain else "delete, {default: expression}"
    return ("data:", f"  - nulls: {rule_name(table, name)}", f"    become: {become}          # or {others}")


def _fill(table: Ident, name: str) -> tuple[str, ...]:
    return (
        "data:",
        f"  - fill: {rule_name(table, name)}",
        '    from: "null"          # an expression on the other columns, or other_table.column with join: condition',
    )

"""Values that a column's new type cannot hold, or would not hold as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.planning.probes.conversions import Cast, Conversion, conversion
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, rule_name, short, yaml_text
from difftool.planning.probes.types import type_of
from difftool.sql.quote import identifier


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    for table, found, becomes in _converted(change, sides):
        if found.condition:
            yield _question(change, table, found, becomes, sides)


def stopping(change: Change, sides: Sides) -> Iterator[Question]:
    """As `ask`, but only of values that the new type cannot hold at all, and where a condition tells them."""
    for table, found, becomes in _converted(change, sides):
        had = str(change.facts["type"][0])
        if becomes.endswith("[]") and not had.endswith("[]") and not type_of(sides.base(had)).textual:
            yield _question(change, table, Conversion("true"), becomes, sides)
        elif found.fails and not found.tried:
            yield _question(change, table, replace(found, changes=""), becomes, sides)


def _converted(change: Change, sides: Sides) -> Iterator[tuple[Ident, Conversion, str]]:
    table = sides.holder(change.ident.schema, change.ident.name)
    wanted, had = change.after, sides.live.objects.get(change.ident)
    if change.ident.kind != "column" or table is None or wanted is None or had is None or "type" not in change.facts:
        return
    if wanted.facts.get("generated") or not wanted.facts.get("local", True):
        return
    value = f"t.{identifier(change.ident.part)}"
    found = between(value, str(had.facts["type"]), str(wanted.facts["type"]), sides)
    yield table, found, str(wanted.facts["type"])


def between(value: str, had: str, wanted: str, sides: Sides) -> Conversion:
    """What becomes of values, types as format_type writes them."""
    old, new = type_of(sides.base(had)), type_of(sides.base(wanted))
    enum = sides.typed("enum", new.text)
    labels = tuple(enum.facts["labels"]) if enum else None
    return conversion(Cast(old, new, value, sides.live.version, labels))


def _question(change: Change, table: Ident, found: Conversion, becomes: str, sides: Sides) -> Question:
    """In a step the same can be asked only if no step before it has touched the column."""
    name = change.ident.part
    condition = f"t.{identifier(name)} is not null and ({found.condition})"
    both = found.fails and found.changes
    does = found.says or ("cannot be, or would not stay, the same" if both else "cannot be converted")
    says = f"{found.says} in {name}" if found.says else f"hold in {name} what {does} as {becomes}"
    if not found.says and not found.fails:
        says = f"would change silently in {name}, as {becomes}"
    asked = rows_where(
        sides,
        change.ident,
        Where(table, condition),
        says,
        f"{short(table)}.{name} -> {becomes}",
        _remedy(table, name, found, becomes),
    )
    return replace(asked, asserted=set(change.facts) == {"type"})


def _remedy(table: Ident, name: str, found: Conversion, becomes: str) -> tuple[str, ...]:
    using = (found.using or f"t.{identifier(name)}::{becomes}").replace(f"t.{identifier(name)}", identifier(name))
    return ("data:", f"  - convert: {rule_name(table, name)}", f"    using: {yaml_text(using)}")

"""Sequences that are behind the column that they are to number, or beyond the bounds that they get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.model.plan import Probe
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short
from difftool.sql.quote import identifier, literal, qualified


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    if change.after is None or change.before is None:
        return
    numbered = "max" in change.before.facts and "max" in change.after.facts  # else an identity column tells of it
    if change.ident.kind == "sequence" and numbered and change.facts.keys() & {"min", "max"}:
        yield _bounds(change.ident, change.ident, change.before.address, dict(change.after.facts))
    table = sides.holder(change.ident.schema, change.ident.name)
    if change.ident.kind != "column" or table is None:
        return
    had, has = change.before.facts.get("sequence"), change.after.facts.get("sequence")
    if had and has and (had["min"], had["max"]) != (has["min"], has["max"]):
        yield _bounds(change.ident, table, had["name"], has)
    if has and not had:
        yield _behind(change, table, has["name"], _first(has), sides)
    elif "default" in change.facts and (name := _numbered_by(change.facts["default"][1])):
        yield _behind(change, table, name, _next_of(name, sides), sides)


def _bounds(about: Ident, table: Ident, sequence: str, wanted: dict[str, int]) -> Question:
    """PostgreSQL refuses bounds that do not hold the last number given."""
    beyond = f"last_value > {wanted['max']} or last_value < {wanted['min']}"
    says = f"hold a sequence {sequence} that is beyond its new bounds"
    probe = Probe(f"select count(*) from {sequence} where {beyond}", 0, says)
    examples = f"select last_value::text from {sequence} limit {{limit}}"
    subject = f"sequence {sequence} between {wanted['min']} and {wanted['max']}"
    return Question(about, table, probe, subject, f"select count(*) from {sequence}", examples, asserted=True)


def _behind(change: Change, table: Ident, sequence: str, first: str, sides: Sides) -> Question:
    name = change.ident.part
    column, relation = identifier(name), qualified(table.schema, table.name)
    says = f"hold a number in {name} that sequence {sequence.removeprefix('public.')} is yet to give"
    where = Where(table, f"t.{column} >= {first}")
    asked = rows_where(sides, change.ident, where, says, f"{short(table)}.{name} numbered by {sequence}")
    settle = (
        f"SELECT pg_catalog.setval({literal(sequence)}, t.last)\n"
        f"FROM (SELECT max({column}) AS last FROM {relation}) AS t, {sequence} AS s\nWHERE t.last >= s.last_value"
    )
    return replace(
        asked, advice="the plan, which sets the sequence to the largest number", settle=settle, asserted=False
    )


def _first(sequence: dict[str, int]) -> str:
    return str(sequence["start"])


def _numbered_by(default: str | None) -> str:
    found = re.fullmatch(r"nextval\('((?:[^']|'')+)'::regclass\)", default or "")
    return found[1].replace("''", "'") if found else ""


def _next_of(sequence: str, sides: Sides) -> str:
    """The next number of a sequence that is there, the first one of a new one."""
    if any(o.address == sequence for i, o in sides.live.objects.items() if i.kind == "sequence"):
        return f"(select last_value + is_called::integer from {sequence})"
    found = (o for i, o in sides.target.objects.items() if i.kind == "sequence" and o.address == sequence)
    wanted = next(found, None)
    return str(wanted.facts["start"]) if wanted and "start" in wanted.facts else "1"

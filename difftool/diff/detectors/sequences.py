"""Sequences hold a position: altered, never made again."""

from __future__ import annotations

from difftool.diff.proposal import Ways
from difftool.model.catalog import Facts
from difftool.model.change import Change
from difftool.sql.quote import literal

_OPTION = {
    "type": "AS", "start": "START WITH", "increment": "INCREMENT BY", "min": "MINVALUE", "max": "MAXVALUE",
    "cache": "CACHE",
}  # fmt: skip


def alter(change: Change) -> list[str]:
    """OWNED BY and persistence: https://www.postgresql.org/docs/current/sql-altersequence.html."""
    if not change.after or _told_by_column(change):
        return []
    sequence, statements = f"ALTER SEQUENCE {change.after.address}", []
    if "owned_by" in change.facts:
        statements.append(f"{sequence} OWNED BY {change.facts['owned_by'][1] or 'NONE'}")
    if "persistence" in change.facts:
        logged = "UNLOGGED" if change.facts["persistence"][1] == "unlogged" else "LOGGED"
        statements.append(f"{sequence} SET {logged}")
    return statements


def resized(change: Change) -> list[Ways]:
    """The parameters in one ALTER SEQUENCE; where that would leave the position outside, `inside` comes first."""
    if not (change.before and change.after) or _told_by_column(change):
        return []
    clauses = [f"{word} {change.facts[fact][1]}" for fact, word in _OPTION.items() if fact in change.facts]
    if "cycle" in change.facts:
        clauses.append("CYCLE" if change.facts["cycle"][1] else "NO CYCLE")
    if not clauses:
        return []
    statement, before, after = f"ALTER SEQUENCE {change.after.address} {' '.join(clauses)}", change.before, change.after
    return [((statement,), (*inside(after.address, before.facts, after.facts), statement))]


def inside(sequence: str, before: Facts, after: Facts) -> tuple[str, ...]:
    """Statements after which its position lies within other bounds: where it is if it does, else at the start.

    PostgreSQL takes no bounds that do not hold the position, nor a position that the bounds do not hold.
    """
    low, high = min(before["min"], after["min"]), max(before["max"], after["max"])
    wider = f" AS {after['type']}" if _WIDTH.index(after["type"]) > _WIDTH.index(before["type"]) else ""
    return (
        f"ALTER SEQUENCE {sequence}{wider} MINVALUE {low} MAXVALUE {high}",
        f"SELECT pg_catalog.setval({literal(sequence)}, {held(after)}) FROM {sequence}",
    )


def held(bounds: Facts) -> str:
    """The arguments of setval that keep the position of a sequence where it lies within these bounds."""
    inside_ = f"last_value BETWEEN {bounds['min']} AND {bounds['max']}"
    return f"CASE WHEN {inside_} THEN last_value ELSE {bounds['start']} END, is_called AND {inside_}"


_WIDTH = ("smallint", "integer", "bigint")


def _told_by_column(change: Change) -> bool:
    """The sequence of an identity column is no object of its own."""
    return any(side.notes.get("folded") for side in (change.before, change.after) if side)

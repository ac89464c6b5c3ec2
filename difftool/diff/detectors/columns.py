"""Columns: added from their facts, and altered one property at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from difftool.model.catalog import CatalogObject
from difftool.model.change import Change
from difftool.sql.quote import identifier, qualified


def add(column: CatalogObject, *, nullable: bool = False) -> list[str]:
    """ALTER TABLE … ADD COLUMN with everything that belongs into it; without NOT NULL where it is filled first."""
    facts = column.facts
    if not facts.get("local", True):
        return []  # it comes with its parent's
    words = [f"{identifier(column.ident.part)} {facts['type']}"]
    if facts.get("collation"):
        words.append(f"COLLATE {facts['collation']}")
    if facts.get("default") is not None:
        words.append(f"DEFAULT {facts['default']}")
    if facts.get("generated"):
        words.append(f"GENERATED ALWAYS AS ({facts['expression']}) {facts['generated'].upper()}")
    if facts.get("identity"):
        words.append(f"GENERATED {facts['identity'].upper()} AS IDENTITY {_options(facts['sequence'])}")
    if facts.get("not_null") and not nullable:
        words.append("NOT NULL")
    return [f"{_table(column)} ADD COLUMN {' '.join(words)}"]


def alter(change: Change) -> list[str]:
    """One statement a property; a new type goes without its default, which may not be castable."""
    if not change.after or change.after.notes.get("folded"):
        return []
    column = f"{_table(change.after)} ALTER COLUMN {identifier(change.ident.part)}"
    statements = []
    for fact, (before, after) in sorted(change.facts.items()):
        if fact in _PROPERTIES:
            statements += [f"{column} {clause}" for clause in _PROPERTIES[fact](before, after, change)]
    return statements


def _default(_: Any, after: Any, __: Change) -> list[str]:
    return ["DROP DEFAULT" if after is None else f"SET DEFAULT {after}"]


def _not_null(_: Any, after: Any, __: Change) -> list[str]:
    return ["SET NOT NULL" if after else "DROP NOT NULL"]


def _type(_: Any, after: Any, change: Change) -> list[str]:
    """The USING that a person would write; where PostgreSQL has no such cast, the statement fails and is not kept."""
    collation = change.after.facts.get("collation") if change.after else None
    name = identifier(change.ident.part)
    words = f"TYPE {after}" + (f" COLLATE {collation}" if collation else "")
    if change.after and change.after.facts.get("generated"):
        return [words]
    return [f"{words} USING {name}::{after}"]


def _collation(_: Any, after: Any, change: Change) -> list[str]:
    if "type" in change.facts or not change.after:
        return []
    kind = change.after.facts["type"]
    return [f"TYPE {kind}" + (f" COLLATE {after}" if after else "")]


def _expression(_: Any, after: Any, change: Change) -> list[str]:
    if "generated" in change.facts:
        return ["DROP EXPRESSION"] if after is None else []
    return [f"SET EXPRESSION AS ({after})"]


def _storage(_: Any, after: Any, __: Change) -> list[str]:
    return [f"SET STORAGE {(after or 'default').upper()}"]


def _compression(_: Any, after: Any, __: Change) -> list[str]:
    return [f"SET COMPRESSION {after or 'default'}"]


def _statistics(_: Any, after: Any, __: Change) -> list[str]:
    return [f"SET STATISTICS {-1 if after is None else after}"]


def _settings(before: Any, after: Any, __: Change) -> list[str]:
    gone = {item.split("=")[0] for item in before or ()} - {item.split("=")[0] for item in after or ()}
    clauses = [f"RESET ({', '.join(sorted(gone))})"] if gone else []
    return clauses + ([f"SET ({', '.join(after)})"] if after else [])


def _identity(before: Any, after: Any, change: Change) -> list[str]:
    if after is None:
        return ["DROP IDENTITY"]
    if before is None:
        sequence = change.after.facts["sequence"] if change.after else {}
        return [f"ADD GENERATED {after.upper()} AS IDENTITY {_options(sequence)}"]
    return [f"SET GENERATED {after.upper()}"]


def _sequence(before: Any, after: Any, change: Change) -> list[str]:
    """Parameters of an identity column's sequence, in place: the numbers go on where they were.

    With a new type of the column its sequence gets other bounds: what then still differs is for the next round.
    """
    if change.facts.keys() & {"identity", "type"} or not (before and after):
        return []
    clauses = [f"SET {_OPTION[name]} {after[name]}" for name in _OPTION if before[name] != after[name]]
    if before["cycle"] != after["cycle"]:
        clauses.append("SET CYCLE" if after["cycle"] else "SET NO CYCLE")
    return [" ".join(clauses)] if clauses else []


_OPTION = {"start": "START WITH", "increment": "INCREMENT BY", "min": "MINVALUE", "max": "MAXVALUE", "cache": "CACHE"}


def _options(sequence: Any) -> str:
    words = [f"SEQUENCE NAME {sequence['name']}", *(f"{_OPTION[name]} {sequence[name]}" for name in _OPTION)]
    return f"({' '.join([*words, *(['CYCLE'] if sequence['cycle'] else [])])})"


_PROPERTIES: dict[str, Callable[[Any, Any, Change], list[str]]] = {
    "collation": _collation,
    "compression": _compression,
    "default": _default,
    "expression": _expression,
    "identity": _identity,
    "not_null": _not_null,
    "options": _settings,
    "sequence": _sequence,
    "statistics": _statistics,
    "storage": _storage,
    "type": _type,
}


def _table(column: CatalogObject) -> str:
    foreign = column.parent is not None and column.parent.kind == "foreign_table"
    return f"ALTER {'FOREIGN ' if foreign else ''}TABLE {qualified(column.ident.schema, column.ident.name)}"

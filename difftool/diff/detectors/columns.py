"""Columns: added from their facts, and altered one property at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from difftool.diff.detectors import foreign_data, sequences
from difftool.diff.drops import drop
from difftool.diff.proposal import Ways
from difftool.model.catalog import CatalogObject, Facts
from difftool.model.change import Change
from difftool.sql.quote import aside, identifier, qualified


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
        words.append(f"GENERATED ALWAYS AS ({column.in_words('expression')}) {facts['generated'].upper()}")
    if facts.get("identity"):
        words.append(identity(facts))
    if facts.get("not_null") and not nullable:
        words.append("NOT NULL")
    return [f"{_table(column)} ADD COLUMN {' '.join(words)}"]


def once(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes without what a column inherits: its parent's statement carries type and NOT NULL on to it."""
    sources = {
        (change.ident.part, fact, pair[1])
        for change in changes
        if change.ident.kind == "column" and change.after and not change.after.facts.get("inherited")
        for fact, pair in change.facts.items()
        if fact in _CARRIED
    }
    return tuple(
        replace(change, facts={f: p for f, p in change.facts.items() if (change.ident.part, f, p[1]) not in sources})
        if change.ident.kind == "column" and change.after and change.after.facts.get("inherited")
        else change
        for change in changes
    )


_CARRIED = ("type", "not_null")


def alter(change: Change) -> list[str]:
    """One statement a property. What another type or expression brings with it is told by `retyped` and `computed`."""
    if not change.after or computed(change):
        return []
    if change.after.notes.get("folded") and not _is_materialized(change.after):
        return [f"{altering(change.after)} {_default_clause(change)}"] if set(change.facts) == {"default"} else []
    told_with_type = {"type", "default"} if "type" in change.facts else set()
    column = altering(change.after)
    statements = []
    for fact, (before, after) in sorted(change.facts.items()):
        if fact in _PROPERTIES and fact not in told_with_type:
            statements += [f"{column} {clause}" for clause in _PROPERTIES[fact](before, after, change)]
    return statements


def ways(change: Change) -> list[Ways]:
    """What can be said in several ways: another type or expression, other numbers."""
    return [_renamed_sequence(change), retyped(change) or computed(change) or materialised(change), renumbered(change)]


def retyped(change: Change) -> Ways:
    """Ways to another type, the plainest first: some are refused for the sake of a default, some for lack of a cast.

    What has no cast goes by way of text, as enums and composites do: a value that cannot be read so stops it.
    """
    if "type" not in change.facts or not change.after or change.after.notes.get("folded") or computed(change):
        return ()
    column = altering(change.after)
    before, after = change.before.facts.get("default") if change.before else None, change.after.facts.get("default")
    away = () if before is None else (f"{column} DROP DEFAULT",)
    back = () if after is None else (f"{column} SET DEFAULT {after}",)
    found: list[tuple[str, ...]] = []
    for clause in _types(change, change.after):
        found += [(f"{column} {clause}",)] if before == after else []
        found += [(*away, f"{column} {clause}", *back)] if away or back else []
    return tuple(found)


def _types(change: Change, after: CatalogObject) -> list[str]:
    """The USING that a person would write; where PostgreSQL has no such cast, the statement fails and is not kept."""
    collation = f" COLLATE {after.facts['collation']}" if after.facts.get("collation") else ""
    (was, kind), name = change.facts["type"], identifier(change.ident.part)
    plain = f"TYPE {kind}{collation}"
    if after.facts.get("generated") or _is_foreign(after):
        return [plain]
    arrays = was.endswith("[]") and kind.endswith("[]")
    by_text = f"to_{kind}({name})" if kind in _JSON else f"{name}::text{'[]' if arrays else ''}::{kind}"
    return [f"{plain} USING {name}::{kind}", f"{plain} USING {by_text}"]


_JSON = ("json", "jsonb")
"""What is no text of theirs becomes a value of theirs."""


def computed(change: Change) -> Ways:
    """Ways to another expression of a generated column: it can be dropped and added, for its values are computed."""
    if not (change.before and change.after and change.before.facts.get("generated")):
        return ()
    if not change.after.facts.get("generated") or not change.facts.keys() & {"generated", "expression", "type"}:
        return ()
    column = altering(change.after)
    again = (drop(change.before), *add(change.after))
    in_place = (f"{column} SET EXPRESSION AS ({change.after.in_words('expression')})",)
    return (in_place, again) if set(change.facts) == {"expression"} else (again,)


def materialised(change: Change) -> Ways:
    """An ordinary column with the values of a virtual one: they are stored in a new one, which takes its name."""
    if not (change.before and change.after and change.facts.get("generated") == ("virtual", None)):
        return ()
    before, table = change.before, _table(change.before)
    name = aside(before.ident.part)
    stored = before._replace(ident=before.ident._replace(part=name), facts={**before.facts, "generated": "stored"})
    return (
        (
            *add(stored),
            f"{altering(stored)} DROP EXPRESSION",
            drop(before),
            f"{table} RENAME COLUMN {identifier(name)} TO {identifier(before.ident.part)}",
        ),
    )


def _default_clause(change: Change) -> str:
    after = change.facts["default"][1]
    return "DROP DEFAULT" if after is None else f"SET DEFAULT {after}"


def _default(_: Any, __: Any, change: Change) -> list[str]:
    return [_default_clause(change)]


def _not_null(_: Any, after: Any, __: Change) -> list[str]:
    return ["SET NOT NULL" if after else "DROP NOT NULL"]


def _collation(_: Any, after: Any, change: Change) -> list[str]:
    if "type" in change.facts or not change.after:
        return []
    kind = change.after.facts["type"]
    return [f"TYPE {kind}" + (f" COLLATE {after}" if after else "")]


def _expression(_: Any, after: Any, change: Change) -> list[str]:
    return ["DROP EXPRESSION"] if after is None and change.facts.get("generated") == ("stored", None) else []


def _storage(_: Any, after: Any, change: Change) -> list[str]:
    """By its name even where it is the type's own: DEFAULT is known from version 16 on."""
    usual = change.after.notes["usual_storage"] if change.after else ""
    return [f"SET STORAGE {(after or usual).upper()}"] if "type" not in change.facts else []


def _compression(_: Any, after: Any, __: Change) -> list[str]:
    return [f"SET COMPRESSION {after or 'default'}"]


def _statistics(_: Any, after: Any, __: Change) -> list[str]:
    return [f"SET STATISTICS {-1 if after is None else after}"]


def _settings(before: Any, after: Any, __: Change) -> list[str]:
    gone = {item.split("=")[0] for item in before or ()} - {item.split("=")[0] for item in after or ()}
    clauses = [f"RESET ({', '.join(sorted(gone))})"] if gone else []
    return clauses + ([f"SET ({', '.join(after)})"] if after else [])


def _server_options(before: Any, after: Any, __: Change) -> list[str]:
    return foreign_data.clauses(before, after)


def _identity(before: Any, after: Any, change: Change) -> list[str]:
    numbers = [
        side.facts.get("sequence") for side in (change.before, change.after) if side and side.facts.get("identity")
    ]
    if not all(numbers):
        return []  # a partition's numbers are those of its parent
    if after is None:
        return ["DROP IDENTITY"]
    if before is None and change.after:
        return [f"ADD {identity(change.after.facts)}"]
    return [f"SET GENERATED {after.upper()}"]


def renumbered(change: Change) -> Ways:
    """Parameters of an identity column's sequence, in place: the numbers go on where they were.

    With a new type of the column its sequence gets other bounds: what then still differs is for the next round.
    """
    before, after = change.facts.get("sequence", (None, None))
    if change.facts.keys() & {"identity", "type"} or not (change.after and before and after):
        return ()
    if before["type"] != after["type"]:  # CREATE TABLE (LIKE) leaves numbers of a type that is not their column's
        words = f"AS {after['type']} {parameters(after)}{' CYCLE' if after['cycle'] else ' NO CYCLE'}"
        return ((f"ALTER SEQUENCE {after['name']} {words}",),)
    clauses = [f"SET {_OPTION[name]} {after[name]}" for name in _OPTION if before[name] != after[name]]
    if before["cycle"] != after["cycle"]:
        clauses.append("SET CYCLE" if after["cycle"] else "SET NO CYCLE")
    if not clauses:
        return ()
    statement = f"{altering(change.after)} {' '.join(clauses)}"
    return ((statement,), (*sequences.inside(after["name"], before, after), statement))


_OPTION = {"start": "START WITH", "increment": "INCREMENT BY", "min": "MINVALUE", "max": "MAXVALUE", "cache": "CACHE"}


def _renamed_sequence(change: Change) -> Ways:
    """An identity column's sequence lies in the schema of its table.

    Another column's may have the name: of a table that goes later, or one that gets yet another name.
    """
    before, after = change.facts.get("sequence", (None, None))
    if not (before and after) or before["name"] == after["name"]:
        return ()
    name = after["name"].removeprefix(f"{identifier(change.ident.schema)}.")
    renamed = f"ALTER SEQUENCE {before['name']} RENAME TO {name}"
    bare = name.removeprefix('"').removesuffix('"').replace('""', '"')
    return ((renamed,), (f"ALTER SEQUENCE {after['name']} RENAME TO {identifier(aside(bare))}", renamed))


def identity(facts: Facts) -> str:
    """The clause of a column with these facts, its sequence with all parameters."""
    sequence = facts["sequence"]
    words = f"SEQUENCE NAME {sequence['name']} {parameters(sequence)}{' CYCLE' if sequence['cycle'] else ''}"
    return f"GENERATED {facts['identity'].upper()} AS IDENTITY ({words})"


def parameters(sequence: Facts) -> str:
    """As CREATE SEQUENCE takes them, without CYCLE."""
    return " ".join(f"{word} {sequence[name]}" for name, word in _OPTION.items())


def altering(column: CatalogObject) -> str:
    """How every statement begins that changes a column in place."""
    return f"{_table(column)} ALTER COLUMN {identifier(column.ident.part)}"


_PROPERTIES: dict[str, Callable[[Any, Any, Change], list[str]]] = {
    "collation": _collation,
    "compression": _compression,
    "default": _default,
    "expression": _expression,
    "identity": _identity,
    "not_null": _not_null,
    "options": _settings,
    "server_options": _server_options,
    "statistics": _statistics,
    "storage": _storage,
}


def _table(column: CatalogObject) -> str:
    kind = "FOREIGN TABLE" if _is_foreign(column) else "MATERIALIZED VIEW" if _is_materialized(column) else "TABLE"
    return f"ALTER {kind} {qualified(column.ident.schema, column.ident.name)}"


def _is_materialized(column: CatalogObject) -> bool:
    return column.parent is not None and column.parent.kind == "materialized_view"


def _is_foreign(column: CatalogObject) -> bool:
    return column.parent is not None and column.parent.kind == "foreign_table"

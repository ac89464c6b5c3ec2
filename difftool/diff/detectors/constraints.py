"""Constraints: validated and switched in place; everything else is made again."""

from __future__ import annotations

import re

from difftool.diff.detectors.not_null import stated
from difftool.model.catalog import CatalogObject
from difftool.model.change import Change
from difftool.sql.quote import identifier, qualified


def alter(change: Change) -> list[str]:
    """VALIDATE, and for foreign keys DEFERRABLE and ENFORCED: https://www.postgresql.org/docs/current/sql-altertable.html."""
    if not change.after:
        return []
    table, name = qualified(change.ident.schema, change.ident.name), identifier(change.ident.part)
    statements = []
    if change.facts.keys() & {"deferrable", "deferred"} and change.after.facts.get("type") == "foreign key":
        deferrable = "DEFERRABLE" if change.after.facts.get("deferrable") else "NOT DEFERRABLE"
        deferred = " INITIALLY DEFERRED" if change.after.facts.get("deferred") else ""
        statements.append(f"ALTER TABLE {table} ALTER CONSTRAINT {name} {deferrable}{deferred}")
    if set(change.facts) == {"validated"} and change.facts["validated"][1]:
        statements.append(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    return [*statements, *_also_local(change.after, change), *_attached(change)]


def _also_local(constraint: CatalogObject, change: Change) -> list[str]:
    """To say an inherited one again makes it the table's own as well."""
    if change.facts.get("local") != (False, True):
        return []
    if constraint.facts.get("type") == "not null":
        return [stated(f"ALTER TABLE {qualified(change.ident.schema, change.ident.name)}", constraint)]
    return [with_children(constraint.notes["definition"])] if constraint.facts.get("type") == "check" else []


def _attached(change: Change) -> list[str]:
    """A key of a partition joins the parent's by its index, which lies in the table's schema and has the key's name."""
    parent = change.facts.get("attached_to", (None, None))[1]
    if not parent or not change.after or change.after.facts.get("type") not in KEYS:
        return []
    key, _, table = parent.partition(" on ")
    schema = table.rpartition(".")[0] if not table.endswith('"') else table[: table[:-1].rindex('"') - 1]
    return [f"ALTER INDEX {schema}.{key} ATTACH PARTITION {qualified(change.ident.schema, change.ident.part)}"]


def with_children(definition: str) -> str:
    """A check or NOT NULL holds for those that inherit as well, unless it says otherwise."""
    reaches = _ON_ROWS.search(definition) and not definition.endswith(" NO INHERIT")
    return definition.replace("ALTER TABLE ONLY ", "ALTER TABLE ", 1) if reaches else definition


_ON_ROWS = re.compile(r" ADD CONSTRAINT \S.* (CHECK \(|NOT NULL )", re.DOTALL)

KEYS = ("primary key", "unique", "exclude")
"""constraints with an index behind them"""


def comes_with_parent(thing: CatalogObject) -> bool:
    """Whether PostgreSQL makes it by itself for a partition or child of what has it."""
    if thing.ident.kind == "trigger":
        return bool(thing.facts.get("attached_to"))
    inherited = thing.ident.kind == "constraint" and thing.facts.get("type") not in KEYS
    return inherited and not thing.facts.get("local", True)


def is_implied(change: Change, tables: frozenset[tuple[str, str]]) -> bool:
    """Whether a NOT NULL constraint comes or goes with what is said of a column of its table."""
    told = change.after or change.before
    return bool(
        told
        and change.ident.kind == "constraint"
        and told.facts.get("type") == "not null"
        and (change.ident.schema, change.ident.name) in tables
    )

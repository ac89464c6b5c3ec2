"""Constraints: validated and switched in place; everything else is made again."""

from __future__ import annotations

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
    return statements


def is_implied(change: Change, tables: frozenset[tuple[str, str]]) -> bool:
    """Whether a NOT NULL constraint comes or goes with what is said of a column of its table."""
    told = change.after or change.before
    return bool(
        told
        and change.ident.kind == "constraint"
        and told.facts.get("type") == "not null"
        and (change.ident.schema, change.ident.name) in tables
    )

"""Foreign data: options and versions in place. Options that look like secrets are never read, so never written."""

from __future__ import annotations

from collections.abc import Mapping

from difftool.diff.drops import words
from difftool.model.change import Change
from difftool.sql.quote import identifier, literal

HIDDEN = "(hidden)"


def alter(change: Change) -> list[str]:
    """https://www.postgresql.org/docs/current/sql-alterserver.html, and its like for wrappers and foreign tables."""
    if not change.after:
        return []
    thing = f"ALTER {words(change.ident.kind)} {change.after.address}"
    version = change.facts.get("version")
    statements = [f"{thing} VERSION {literal(version[1])}"] if version and version[1] else []
    own = change.facts.get("server_options" if change.ident.kind == "foreign_table" else "options", (None, None))
    return statements + [f"{thing} {clause}" for clause in clauses(*own)]


def clauses(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> list[str]:
    """OPTIONS (ADD …, SET …, DROP …), or nothing."""
    has, wants = before or {}, after or {}
    parts = [f"DROP {identifier(name)}" for name in has if name not in wants]
    parts += [
        f"{'SET' if name in has else 'ADD'} {identifier(name)} {literal(value)}"
        for name, value in wants.items()
        if has.get(name) != value and value != HIDDEN
    ]
    return [f"OPTIONS ({', '.join(parts)})"] if parts else []

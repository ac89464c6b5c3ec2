"""Publications: what they publish is altered in place, so that subscribers miss nothing."""

from __future__ import annotations

from typing import Any

from difftool.model.catalog import Facts
from difftool.model.change import Change
from difftool.sql.quote import identifier

_EVENTS = ("insert", "update", "delete", "truncate")


def alter(change: Change) -> list[str]:
    """https://www.postgresql.org/docs/current/sql-alterpublication.html; FOR ALL TABLES cannot be altered."""
    if not change.after or "all_tables" in change.facts:
        return []
    publication = f"ALTER PUBLICATION {change.after.address}"
    statements = []
    parameters = _parameters(change)
    if parameters:
        statements.append(f"{publication} SET ({', '.join(parameters)})")
    if change.facts.keys() & {"tables", "schemas"}:
        had = members(change.before.facts if change.before else {})
        has = members(change.after.facts)
        statements.append(f"{publication} SET {', '.join(has)}" if has else f"{publication} DROP {', '.join(had)}")
    return statements


def _parameters(change: Change) -> list[str]:
    facts: Facts = change.after.facts if change.after else {}
    parameters = []
    if change.facts.keys() & set(_EVENTS):
        parameters.append(f"publish = '{', '.join(event for event in _EVENTS if facts.get(event))}'")
    if "via_root" in change.facts:
        parameters.append(f"publish_via_partition_root = {'true' if facts.get('via_root') else 'false'}")
    if "generated_columns" in change.facts:
        stored = facts.get("generated_columns") == "s"
        parameters.append(f"publish_generated_columns = {'stored' if stored else 'none'}")
    return parameters


def members(facts: Facts) -> list[str]:
    """What it publishes, as SET takes it; nothing for all tables."""
    tables = [f"TABLE {name}{_narrowed(how)}" for name, how in sorted((facts.get("tables") or {}).items())]
    return tables + [f"TABLES IN SCHEMA {identifier(name)}" for name in facts.get("schemas") or ()]


def _narrowed(how: dict[str, Any]) -> str:
    columns = f" ({', '.join(map(identifier, how['columns']))})" if how.get("columns") else ""
    return columns + (f" WHERE ({how['where']})" if how.get("where") else "")

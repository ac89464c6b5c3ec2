"""Tables: what they carry besides columns and constraints."""

from __future__ import annotations

from typing import Any

from difftool.model.change import Change
from difftool.sql.quote import identifier


def alter(change: Change) -> list[str]:
    """One statement a property: https://www.postgresql.org/docs/current/sql-altertable.html."""
    if not change.after:
        return []
    table = f"ALTER TABLE {change.after.address}"
    statements = []
    for fact, (before, after) in sorted(change.facts.items()):
        if fact == "options":
            statements += settings(table, before, after)
        elif fact in _CLAUSES:
            statements.append(f"{table} {_CLAUSES[fact][bool(after)]}")
        elif fact == "persistence":
            statements.append(persistence(change))
        elif fact == "replica_identity":
            statements.append(f"{table} REPLICA IDENTITY {_replica(after)}")
        elif fact == "cluster_on":
            clause = f"CLUSTER ON {identifier(after)}" if after else "SET WITHOUT CLUSTER"
            statements.append(f"{table} {clause}")
        elif fact == "access_method" and after:
            statements.append(f"{table} SET ACCESS METHOD {identifier(after)}")
        elif fact == "of_type":
            statements.append(f"{table} OF {after}" if after else f"{table} NOT OF")
    return statements


def persistence(change: Change) -> str:
    """How it becomes logged or unlogged, as it differs in that."""
    address = change.after.address if change.after else ""
    return f"ALTER TABLE {address} SET {'UNLOGGED' if change.facts['persistence'][1] == 'unlogged' else 'LOGGED'}"


_CLAUSES = {
    "row_security": ("DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"),
    "force_row_security": ("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
}


def settings(what: str, before: Any, after: Any) -> list[str]:
    """SET and RESET of storage parameters, given as lists of `name=value`."""
    gone = {item.split("=", 1)[0] for item in before or ()} - {item.split("=", 1)[0] for item in after or ()}
    statements = [f"{what} RESET ({', '.join(sorted(gone))})"] if gone else []
    new = [item for item in after or () if item not in (before or ())]
    return statements + ([f"{what} SET ({', '.join(new)})"] if new else [])


def _replica(after: Any) -> str:
    if after and after.startswith("index "):
        return f"USING INDEX {identifier(after.removeprefix('index '))}"
    return (after or "default").upper()

"""Sequences hold a position: altered, never made again."""

from __future__ import annotations

from difftool.model.change import Change

_OPTION = {
    "type": "AS", "start": "START WITH", "increment": "INCREMENT BY", "min": "MINVALUE", "max": "MAXVALUE",
    "cache": "CACHE",
}  # fmt: skip


def alter(change: Change) -> list[str]:
    """One ALTER SEQUENCE, and OWNED BY: https://www.postgresql.org/docs/current/sql-altersequence.html."""
    if not (change.before and change.after) or change.before.notes.get("folded") or change.after.notes.get("folded"):
        return []  # an identity column tells of its own
    sequence = f"ALTER SEQUENCE {change.after.address}"
    clauses = [f"{word} {change.facts[fact][1]}" for fact, word in _OPTION.items() if fact in change.facts]
    if "cycle" in change.facts:
        clauses.append("CYCLE" if change.facts["cycle"][1] else "NO CYCLE")
    statements = [f"{sequence} {' '.join(clauses)}"] if clauses else []
    if "owned_by" in change.facts:
        statements.append(f"{sequence} OWNED BY {change.facts['owned_by'][1] or 'NONE'}")
    if "persistence" in change.facts:
        logged = "UNLOGGED" if change.facts["persistence"][1] == "unlogged" else "LOGGED"
        statements.append(f"{sequence} SET {logged}")
    return statements

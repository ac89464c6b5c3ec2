"""Policies: roles and conditions in place, so that no moment passes without them. The command cannot be altered."""

from __future__ import annotations

from difftool.diff.drops import words
from difftool.model.change import Change
from difftool.sql.quote import identifier, qualified

_IN_PLACE = {"roles", "using", "check", "comment"}


def alter(change: Change) -> list[str]:
    """ALTER POLICY, unless a condition goes away altogether: https://www.postgresql.org/docs/current/sql-alterpolicy.html."""
    gone = any(change.facts.get(fact, (None, True))[1] is None for fact in ("using", "check"))
    if not change.after or gone or not change.facts.keys() & {"roles", "using", "check"}:
        return []
    if not set(change.facts) <= _IN_PLACE:
        return []
    after, facts = change.after, change.after.facts
    clauses = [
        f"TO {', '.join(role if role == 'PUBLIC' else identifier(role) for role in facts['roles'])}",
        *([f"USING ({after.in_words('using')})"] if facts.get("using") else []),
        *([f"WITH CHECK ({after.in_words('check')})"] if facts.get("check") else []),
    ]
    table = qualified(change.ident.schema, change.ident.name)
    return [f"ALTER {words(change.ident.kind)} {identifier(change.ident.part)} ON {table} {' '.join(clauses)}"]

"""Domains: default and NOT NULL in place. Their checks are objects of their own; their type cannot be altered."""

from __future__ import annotations

from difftool.model.change import Change


def alter(change: Change) -> list[str]:
    """https://www.postgresql.org/docs/current/sql-alterdomain.html."""
    if not change.after:
        return []
    domain = f"ALTER DOMAIN {change.after.address}"
    statements = []
    if "default" in change.facts:
        default = change.facts["default"][1]
        statements.append(f"{domain} DROP DEFAULT" if default is None else f"{domain} SET DEFAULT {default}")
    if "not_null" in change.facts:
        statements.append(f"{domain} {'SET' if change.facts['not_null'][1] else 'DROP'} NOT NULL")
    return statements

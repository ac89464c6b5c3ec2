"""Functions and procedures are replaced, which keeps what depends on them; PostgreSQL refuses where it must."""

from __future__ import annotations

from difftool.model.change import Change


def replace(change: Change) -> list[str]:
    """CREATE OR REPLACE, as pg_get_functiondef renders it."""
    if not change.after or not change.facts.keys() & {"definition", "arguments", "returns"}:
        return []
    return [change.after.notes["definition"].rstrip()]

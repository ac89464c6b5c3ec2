"""Procedural languages of no extension: replaced, which keeps the routines that are written in them."""

from __future__ import annotations

from difftool.model.change import Change


def replace(change: Change) -> list[str]:
    """CREATE OR REPLACE LANGUAGE: https://www.postgresql.org/docs/current/sql-createlanguage.html."""
    if not change.after or not change.facts.keys() & {"trusted", "handler", "inline", "validator"}:
        return []
    return [str(change.after.notes["definition"]).replace("CREATE ", "CREATE OR REPLACE ", 1)]

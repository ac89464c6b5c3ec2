"""Triggers and rules: switched in place; another definition is made again."""

from __future__ import annotations

from difftool.diff.drops import words
from difftool.model.change import Change
from difftool.sql.quote import identifier, qualified

_STATE = {"yes": "ENABLE", "no": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}


def switch(change: Change) -> list[str]:
    """ALTER TABLE … ENABLE or DISABLE, and the same of an event trigger."""
    if "enabled" not in change.facts or not change.facts["enabled"][1]:
        return []
    if change.ident.kind == "event_trigger":
        return [f"ALTER EVENT TRIGGER {identifier(change.ident.name)} {_STATE[change.facts['enabled'][1]]}"]
    table = qualified(change.ident.schema, change.ident.name)
    state, kind = _STATE[change.facts["enabled"][1]], words(change.ident.kind)
    return [f"ALTER TABLE {table} {state} {kind} {identifier(change.ident.part)}"]

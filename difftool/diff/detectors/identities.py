"""A sequence of a column's own becomes an identity, and back: the position is carried over under the table's lock."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.detectors import columns, sequences
from difftool.diff.proposal import Proposal
from difftool.model.catalog import CatalogObject, Facts
from difftool.model.change import Change
from difftool.sql.quote import aside, identifier, literal, qualified


def exchanged(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """One proposal for each column that gets its numbers from another kind of sequence."""
    known = tuple(changes)
    owned = {owner: c for c in known if c.ident.kind == "sequence" for owner in _owners(c)}
    named = {side.address: c for c in known if c.ident.kind == "sequence" for side in (c.before, c.after) if side}
    proposals = []
    for change in known:
        if change.ident.kind == "column" and change.before and change.after and "identity" in change.facts:
            numbers = change.before.facts.get("sequence") or change.after.facts.get("sequence") or {}
            sequence = owned.get(change.after.address) or named.get(numbers.get("name", ""))
            statements = _statements(change.before, change.after, sequence) if sequence else ()
            if statements:
                proposals.append(Proposal(statements, about=str(change.ident)))
    return tuple(proposals)


def _owners(change: Change) -> list[str]:
    sides = (change.before, change.after)
    return [str(side.facts["owned_by"]) for side in sides if side and side.facts.get("owned_by")]


def _statements(before: CatalogObject, after: CatalogObject, sequence: Change) -> tuple[str, ...]:
    was, becomes = before.facts.get("identity"), after.facts.get("identity")
    if becomes and not was and sequence.before:
        return _to_identity(before, after, sequence.before)
    if was and not becomes and sequence.after:
        return _to_serial(before, after, sequence.after)
    return ()


def _to_identity(before: CatalogObject, after: CatalogObject, old: CatalogObject) -> tuple[str, ...]:
    """With the new type first where there is one, for the bounds of the numbers are those of the type."""
    column, old_name = columns.altering(after), qualified(old.ident.schema, aside(old.ident.name))
    return (
        f"{column} DROP DEFAULT",
        *([f"{column} TYPE {kind}"] if (kind := after.facts["type"]) != before.facts["type"] else []),
        f"ALTER SEQUENCE {old.address} RENAME TO {identifier(aside(old.ident.name))}",
        f"{column} ADD {columns.identity(after.facts)}",
        _carried(old_name, after.facts["sequence"]["name"], old.facts, after.facts["sequence"]),
        f"DROP SEQUENCE {old_name}",
    )


def _to_serial(before: CatalogObject, after: CatalogObject, new: CatalogObject) -> tuple[str, ...]:
    column, new_name = columns.altering(after), qualified(new.ident.schema, aside(new.ident.name))
    return (
        f"CREATE SEQUENCE {new_name} {_parameters(new.facts)}",
        _carried(before.facts["sequence"]["name"], new_name, before.facts["sequence"], new.facts),
        f"{column} DROP IDENTITY",
        f"ALTER SEQUENCE {new_name} RENAME TO {identifier(new.ident.name)}",
        *([f"ALTER SEQUENCE {new.address} OWNED BY {after.address}"] if new.facts.get("owned_by") else []),
        *([f"{column} SET DEFAULT {after.facts['default']}"] if after.facts.get("default") else []),
    )


def _carried(source: str, to: str, before: Facts, after: Facts) -> str:
    """The position goes on where it was, unless the bounds of the new numbers leave it outside."""
    wider = after["min"] <= before["min"] and before["max"] <= after["max"]
    position = "last_value, is_called" if wider else sequences.held(after)
    return f"SELECT pg_catalog.setval({literal(to)}, {position}) FROM {source}"


def _parameters(facts: Facts) -> str:
    words = f"AS {facts['type']} {columns.parameters(facts)}"
    return f"{words} CYCLE" if facts.get("cycle") else words

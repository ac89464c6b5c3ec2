"""A sequence of a column's own becomes an identity, and back: the position is carried over under the table's lock."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.detectors import columns
from difftool.diff.proposal import Proposal
from difftool.model.catalog import CatalogObject, Facts
from difftool.model.change import Change
from difftool.sql.quote import aside, identifier, literal, qualified


def exchanged(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """One proposal for each column that gets its numbers from another kind of sequence."""
    known = tuple(changes)
    owned = {owner: c for c in known if c.ident.kind == "sequence" for owner in _owners(c)}
    proposals = []
    for change in known:
        if change.ident.kind == "column" and change.before and change.after and "identity" in change.facts:
            sequence = owned.get(change.after.address)
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
        return _to_identity(after, sequence.before)
    if was and not becomes and sequence.after:
        return _to_serial(before, after, sequence.after)
    return ()


def _to_identity(after: CatalogObject, old: CatalogObject) -> tuple[str, ...]:
    column, old_name = columns.altering(after), qualified(old.ident.schema, aside(old.ident.name))
    return (
        f"{column} DROP DEFAULT",
        f"ALTER SEQUENCE {old.address} RENAME TO {identifier(aside(old.ident.name))}",
        f"{column} ADD {columns.identity(after.facts)}",
        _carried(old_name, after.facts["sequence"]["name"]),
        f"DROP SEQUENCE {old_name}",
    )


def _to_serial(before: CatalogObject, after: CatalogObject, new: CatalogObject) -> tuple[str, ...]:
    column, new_name = columns.altering(after), qualified(new.ident.schema, aside(new.ident.name))
    return (
        f"CREATE SEQUENCE {new_name} {_parameters(new.facts)}",
        _carried(before.facts["sequence"]["name"], new_name),
        f"{column} DROP IDENTITY",
        f"ALTER SEQUENCE {new_name} RENAME TO {identifier(new.ident.name)}",
        f"ALTER SEQUENCE {new.address} OWNED BY {after.address}",
        *([f"{column} SET DEFAULT {after.facts['default']}"] if after.facts.get("default") else []),
    )


def _carried(source: str, to: str) -> str:
    return f"SELECT pg_catalog.setval({literal(to)}, last_value, is_called) FROM {source}"


def _parameters(facts: Facts) -> str:
    words = f"AS {facts['type']} {columns.parameters(facts)}"
    return f"{words} CYCLE" if facts.get("cycle") else words

"""A column of a table whose rows other tables store as values: those become text for a moment, and rows again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from difftool.diff.detectors.columns import altering
from difftool.diff.drops import drop
from difftool.diff.exchanged_types import as_text
from difftool.diff.proposal import Proposal
from difftool.diff.rewritten_types import hanging_on, with_parts
from difftool.diff.scope import may_rewrite
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change
from difftool.model.profile import Scope
from difftool.sql.quote import identifier


def beside_rows(
    proposals: Iterable[Proposal], changes: Iterable[Change], current: Catalog, scope: Scope
) -> tuple[Proposal, ...]:
    """Of these proposals, those that give such a column another type, in a form that PostgreSQL takes."""
    retyped = {
        str(c.ident): c for c in changes if c.ident.kind == "column" and "type" in c.facts and may_rewrite(scope)
    }
    pairs = (
        (proposal, _stored(change.before.parent, current))
        for proposal in proposals
        if (change := retyped.get(proposal.about)) and change.before and change.before.parent
    )
    return tuple(_around(proposal, columns, current) for proposal, columns in pairs if columns)


def _stored(row: Ident, current: Catalog) -> list[CatalogObject]:
    """The columns that hold rows of a table, or values of a type; before each those that hold rows of its own table.

    They may hold arrays of them, and types over them.
    """
    address = current.objects[row].address
    users = [current.objects[who] for who in current.dependents.get(row, ()) if who in current.objects]
    found = {
        o.ident: o
        for o in users
        if o.ident.kind == "column" and o.facts.get("type") in (address, f"{address}[]")
        if not (o.facts.get("inherited") or o.facts.get("generated"))
    }
    holding = (*(o.parent for o in found.values()), *(o.ident for o in users if o.ident.kind in ("type", "domain")))
    outer = {o.ident: o for holder in holding if holder for o in _stored(holder, current)}
    return [*outer.values(), *(o for i, o in sorted(found.items()) if i not in outer)]


def _around(proposal: Proposal, columns: Sequence[CatalogObject], current: Catalog) -> Proposal:
    """What reads the rows goes before, and is made again by a later round."""
    hanging = hanging_on([column.ident for column in columns], (), current)
    statements = (
        *(drop(current.objects[ident]) for ident in hanging),
        *(f"{altering(column)} DROP DEFAULT" for column in columns if column.facts.get("default") is not None),
        *map(as_text, columns),
        *proposal.statements,
        *map(_as_row, reversed(columns)),
    )
    room = (*proposal.makes_room, *with_parts(hanging, current))
    otherwise = _around(proposal.otherwise, columns, current) if proposal.otherwise else None
    return replace(proposal, statements=tuple(dict.fromkeys(statements)), makes_room=room, otherwise=otherwise)


def _as_row(column: CatalogObject) -> str:
    kind = column.facts["type"]
    return f"{altering(column)} TYPE {kind} USING {identifier(column.ident.part)}::{kind}"

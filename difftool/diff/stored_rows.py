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
from difftool.model.catalog import Catalog, CatalogObject
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
        (proposal, _stored(retyped[proposal.about], current)) for proposal in proposals if proposal.about in retyped
    )
    return tuple(_around(proposal, columns, current) for proposal, columns in pairs if columns)


def _stored(change: Change, current: Catalog) -> list[CatalogObject]:
    """The columns that hold rows, or arrays of rows, of the table of the column that changes."""
    table = current.objects.get(change.before.parent) if change.before and change.before.parent else None
    kinds = (table.address, f"{table.address}[]") if table else ()
    users = (
        current.objects[who] for who, on in current.depends if table and on == table.ident and who in current.objects
    )
    found = {o.ident: o for o in users if o.ident.kind == "column" and o.facts.get("type") in kinds}
    return [o for _, o in sorted(found.items()) if not (o.facts.get("inherited") or o.facts.get("generated"))]


def _around(proposal: Proposal, columns: Sequence[CatalogObject], current: Catalog) -> Proposal:
    """What reads the rows goes before, and is made again by a later round."""
    hanging = hanging_on([column.ident for column in columns], (), current)
    statements = (
        *(drop(current.objects[ident]) for ident in hanging),
        *(f"{altering(column)} DROP DEFAULT" for column in columns if column.facts.get("default") is not None),
        *map(as_text, columns),
        *proposal.statements,
        *map(_as_row, columns),
    )
    room = (*proposal.makes_room, *with_parts(hanging, current))
    otherwise = _around(proposal.otherwise, columns, current) if proposal.otherwise else None
    return replace(proposal, statements=tuple(dict.fromkeys(statements)), makes_room=room, otherwise=otherwise)


def _as_row(column: CatalogObject) -> str:
    kind = column.facts["type"]
    return f"{altering(column)} TYPE {kind} USING {identifier(column.ident.part)}::{kind}"

"""Tables that refer to each other in a circle and are to become logged, or unlogged: PostgreSQL takes neither first."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.detectors import tables
from difftool.diff.drops import drop
from difftool.diff.proposal import Proposal
from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.change import Change, Verb


def persisting_together(changes: Iterable[Change], current: Catalog) -> tuple[Proposal, ...]:
    """One proposal for all such tables, without the foreign keys among them for a moment.

    https://www.postgresql.org/docs/current/sql-altertable.html: SET LOGGED | UNLOGGED.
    """
    changed = {
        c.ident: c for c in changes if c.ident.kind == "table" and c.verb is Verb.ALTER and "persistence" in c.facts
    }
    names = {(table.schema, table.name) for table in changed}
    among = [
        thing
        for ident, thing in sorted(current.objects.items())
        if thing.parent in changed and _is_foreign_key(thing) and names & _referred(thing, current)
    ]
    if not among:
        return ()
    statements = (
        *map(drop, among),
        *(tables.persistence(change) for change in changed.values()),
        *(key.notes["definition"] for key in among),
    )
    return (Proposal(statements, about=str(next(iter(changed)))),)


def _is_foreign_key(thing: CatalogObject) -> bool:
    return thing.facts.get("type") == "foreign key" and bool(thing.facts.get("local", True))


def _referred(key: CatalogObject, current: Catalog) -> set[tuple[str, str]]:
    """The table, by name."""
    needed = [on for on in current.needs.get(key.ident, ()) if on.kind in ("table", "column")]
    own = (key.ident.schema, key.ident.name)
    return {(on.schema, on.name) for on in needed} - {own}

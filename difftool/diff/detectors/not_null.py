"""Names of NOT NULL constraints, which are objects from PostgreSQL 18 on: renamed, so that nothing is scanned again."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.proposal import Proposal
from difftool.model.catalog import CatalogObject
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier, qualified


def renamed(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """A constraint that goes while one of the same words comes, on the same table, is the same one."""
    known = tuple(changes)
    coming = {_key(c.after): c.after for c in known if c.verb is Verb.CREATE and c.after and _is_not_null(c.after)}
    proposals = []
    for change in known:
        before = change.before
        if change.verb is Verb.DROP and before and _is_not_null(before) and _key(before) in coming:
            table = qualified(change.ident.schema, change.ident.name)
            name = identifier(coming[_key(before)].ident.part)
            statement = f"ALTER TABLE {table} RENAME CONSTRAINT {identifier(change.ident.part)} TO {name}"
            proposals.append(Proposal((statement,), about=str(change.ident)))
    return tuple(proposals)


def _is_not_null(thing: CatalogObject) -> bool:
    return thing.ident.kind == "constraint" and thing.facts.get("type") == "not null"


def _key(thing: CatalogObject) -> tuple[str, str, str]:
    return thing.ident.schema, thing.ident.name, str(thing.facts["definition"])

"""Names of NOT NULL constraints, which are objects from PostgreSQL 18 on: renamed, so that nothing is scanned again."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.drops import drop
from difftool.diff.proposal import Proposal
from difftool.model.catalog import CatalogObject
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier, qualified


def renamed(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """A constraint that goes while one of the same words comes, on the same table, is the same one.

    A table's own goes before the parent's comes; one that is about to be attached keeps it, under the parent's name.
    Where children know the parent's by another name it is made again.
    """
    known = tuple(changes)
    joining = {(c.ident.schema, c.ident.name) for c in known if c.facts.keys() & {"partition_of", "inherits"}}
    coming = {_key(c.after): c.after for c in known if c.verb is Verb.CREATE and c.after and _is_not_null(c.after)}
    proposals = []
    for change in known:
        before = change.before
        if change.verb is Verb.DROP and before and _is_not_null(before) and _key(before) in coming:
            joins = (change.ident.schema, change.ident.name) in joining
            proposals.append(_exchange(before, coming[_key(before)], joins=joins))
    return tuple(proposals)


def _exchange(old: CatalogObject, new: CatalogObject, *, joins: bool) -> Proposal:
    table, about = f"ALTER TABLE {qualified(old.ident.schema, old.ident.name)}", str(old.ident)
    if not (joins or new.facts.get("local", True)):
        return Proposal((drop(old),), about=about)
    name = identifier(new.ident.part)
    rename = f"{table} RENAME CONSTRAINT {identifier(old.ident.part)} TO {name}"
    again = (drop(old), f"{table} ADD CONSTRAINT {name} {new.facts['definition']}")
    return Proposal((rename,), about=about, otherwise=Proposal(again, about=about))


def _is_not_null(thing: CatalogObject) -> bool:
    return thing.ident.kind == "constraint" and thing.facts.get("type") == "not null"


def _key(thing: CatalogObject) -> tuple[str, str, str]:
    return thing.ident.schema, thing.ident.name, str(thing.facts["definition"])

"""What is attached to that of a partitioned table: renamed if only its name differs, out of the way if it is new."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.drops import drop
from difftool.diff.proposal import Proposal
from difftool.model.catalog import CatalogObject
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier, qualified


def renamed(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """A partition's index or key that goes while its twin comes: it cannot be dropped, for the parent's requires it."""
    known = tuple(changes)
    coming = {_key(c.after): c.after for c in known if c.verb is Verb.CREATE and c.after and _is_attached(c.after)}
    return tuple(
        Proposal((_renaming(change.before, coming[_key(change.before)]),), about=str(change.ident))
        for change in known
        if change.verb is Verb.DROP and change.before and _is_attached(change.before) and _key(change.before) in coming
    )


def exchanged(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """A partition's own index has the name that the one of the parent's is to have, which is there already."""
    known = tuple(changes)
    going = {_key(c.before): c.before for c in known if c.verb is Verb.DROP and c.before and _is_attached(c.before)}
    return tuple(
        Proposal((drop(change.before), _renaming(old, change.after)), about=str(old.ident))
        for change in known
        if change.ident.kind == "index" and change.before and change.after and _is_attached(change.after)
        if (old := going.get(_key(change.after))) and not _is_attached(change.before)
    )


def in_the_way(changes: Iterable[Change]) -> tuple[Proposal, ...]:
    """A partition's own trigger or foreign key has the name that one of the parent's is about to give it."""
    known = tuple(changes)
    coming = {(c.ident.kind, c.after.address): str(c.ident) for c in known if c.verb is Verb.CREATE and c.after}
    return tuple(
        Proposal((drop(change.before),), about=str(change.ident), makes_room=(coming[parent],))
        for change in known
        if change.verb is Verb.ALTER and change.before and _gives_way(change)
        if (parent := (change.ident.kind, change.facts["attached_to"][1])) in coming
    )


def _gives_way(change: Change) -> bool:
    was, becomes = change.facts.get("attached_to", (None, None))
    own_key = change.before is not None and change.before.facts.get("type") == "foreign key"
    return bool(becomes and not was and (change.ident.kind == "trigger" or (own_key and "definition" in change.facts)))


def _is_attached(thing: CatalogObject) -> bool:
    return thing.ident.kind in ("index", "constraint") and bool(thing.facts.get("attached_to"))


def _key(thing: CatalogObject) -> tuple[str, ...]:
    """All but the name: of an index, its definition from ON."""
    definition = str(thing.facts["definition"])
    words = definition.partition(" ON ") if thing.ident.kind == "index" else ("", "", definition)
    return (thing.ident.kind, str(thing.parent), str(thing.facts["attached_to"]), words[2])


def _renaming(old: CatalogObject, new: CatalogObject) -> str:
    if old.ident.kind == "index":
        return f"ALTER INDEX {old.address} RENAME TO {identifier(new.ident.name)}"
    table = qualified(old.ident.schema, old.ident.name)
    return f"ALTER TABLE {table} RENAME CONSTRAINT {identifier(old.ident.part)} TO {identifier(new.ident.part)}"

"""Names of NOT NULL constraints, which are objects from PostgreSQL 18 on: renamed, so that nothing is scanned again."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.drops import drop
from difftool.diff.proposal import Proposal
from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier, qualified


def renamed(changes: Iterable[Change], current: Catalog) -> tuple[Proposal, ...]:
    """A constraint that goes while one of the same words comes, on the same table, is the same one.

    A table's own goes before the parent's comes; one that is about to be attached keeps it, under the parent's name.
    Where children know the parent's by another name it is made again. A partition whose parent gets no new names
    leaves it for a moment; so does one whose constraint is to be the parent's alone.
    """
    known = tuple(changes)
    joining = {(c.ident.schema, c.ident.name) for c in known if c.facts.keys() & {"partition_of", "inherits"}}
    coming = {_key(c.after): c.after for c in known if c.verb is Verb.CREATE and c.after and _is_not_null(c.after)}
    leading = {current.objects[o.parent].address for o in coming.values() if o.parent and o.parent in current.objects}
    proposals = []
    for change in known:
        before = change.before
        if change.verb is Verb.DROP and before and _is_not_null(before) and _key(before) in coming:
            joins = (change.ident.schema, change.ident.name) in joining
            table = current.objects[before.parent] if before.parent else None
            follows = table is not None and table.facts.get("partition_of") in leading
            proposals.append(_exchange(before, coming[_key(before)], None if follows else table, joins=joins))
        if before and before.parent and _is_not_null(before) and change.facts.get("local") == (True, False):
            statements = _apart(current.objects[before.parent])
            proposals += [Proposal(statements, about=str(change.ident))] if statements else []
    return tuple(proposals)


def _exchange(old: CatalogObject, new: CatalogObject, partition: CatalogObject | None, *, joins: bool) -> Proposal:
    table, about = f"ALTER TABLE {qualified(old.ident.schema, old.ident.name)}", str(old.ident)
    name = identifier(new.ident.part)
    rename = f"{table} RENAME CONSTRAINT {identifier(old.ident.part)} TO {name}"
    if not (joins or new.facts.get("local", True)):
        apart = _apart(partition, rename) if partition else ()
        return Proposal((drop(old),), about=about, otherwise=Proposal(apart, about=about) if apart else None)
    again = (drop(old), f"{table} ADD CONSTRAINT {name} {new.facts['definition']}")
    apart = _apart(partition, rename) if partition and new.facts.get("inherited") else ()
    last = Proposal((*apart, stated(table, new)), about=about) if apart else None
    return Proposal((rename,), about=about, otherwise=Proposal(again, about=about, otherwise=last))


def stated(table: str, constraint: CatalogObject) -> str:
    """What makes an inherited constraint the table's own as well; `table` is ALTER TABLE and its name."""
    return f"{table} ALTER COLUMN {str(constraint.facts['definition']).removeprefix('NOT NULL ')} SET NOT NULL"


def _apart(table: CatalogObject, *between: str) -> tuple[str, ...]:
    """As long as it is attached, only the parent's constraint can be renamed, and that together with all others."""
    parent, bound = table.facts.get("partition_of"), table.facts.get("bound")
    if not parent:
        return ()
    detach = f"ALTER TABLE {parent} DETACH PARTITION {table.address}"
    return detach, *between, f"ALTER TABLE {parent} ATTACH PARTITION {table.address} {bound}"


def _is_not_null(thing: CatalogObject) -> bool:
    return thing.ident.kind == "constraint" and thing.facts.get("type") == "not null"


def _key(thing: CatalogObject) -> tuple[str, str, str]:
    return thing.ident.schema, thing.ident.name, str(thing.facts["definition"])

"""Some of the objects of a database, made in another from the entries of a dump."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from difftool.model.catalog import Catalog, CatalogObject, Facts, Ident
from difftool.pg.archive import Entry
from difftool.pg.replay import Wanted, replay, roles_in, wanted
from difftool.pg.roles import Role
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.quote import identifier

PLAIN = ("schema", "function", "procedure", "enum", "domain", "composite_type", "column", "domain_constraint")
"""what is dumped in the same words wherever it says the same, if nobody was given a right on it"""


@dataclass(frozen=True, slots=True)
class Dumped:
    """A catalog, and what pg_dump says of the database that it was read from."""

    catalog: Catalog
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The objects `idents` of the catalog `among`; some may be the same in the database `like`."""

    among: Catalog
    idents: AbstractSet[Ident]
    like: Dumped

    def alike(self, idents: AbstractSet[Ident]) -> tuple[Entry, ...] | None:
        """What a dump would say of these, which are no relations, as far as that is known without one.

        They belong to whom they belong to here. None where one of them is not the same.
        """
        mine, theirs = self.among.objects, self.like.catalog.objects
        chosen = excerpt(self.like.entries, self.like.catalog, idents)
        told = {(entry.classid, entry.objid) for entry in chosen}
        unsure = any(
            ident.kind not in PLAIN
            or ident not in theirs
            or _but_owner(mine[ident]) != _but_owner(theirs[ident])
            or (mine[ident].facts != theirs[ident].facts and theirs[ident].oid[:2] not in told)
            for ident in idents
        )
        if unsure or any(not entry.classid and entry.kind != "COMMENT" for entry in chosen):
            return None
        owners = {thing.oid[:2]: thing.facts.get("owner", "") for ident in idents if (thing := mine[ident])}
        return tuple(
            replace(entry, id=-entry.id, depends=tuple(-each for each in entry.depends), owner=owner)
            for entry in readdressed(chosen, self.like.catalog, self.among)
            for owner in [owners.get((entry.classid, entry.objid), "")]
        )


def _but_owner(thing: CatalogObject) -> Facts:
    return {name: value for name, value in thing.facts.items() if name != "owner"}


def replay_excerpt(shadow: Shadow, scratch: Scratch, dumped: Dumped, idents: AbstractSet[Ident]) -> tuple[Entry, ...]:
    """Make them, and the roles that are named: the entries. Raises NoProvenPlan where one cannot be made alone."""
    chosen = excerpt(dumped.entries, dumped.catalog, idents)
    present = {name for (name,) in shadow.maintenance.rows("select rolname from pg_catalog.pg_roles")}
    shadow.create_roles(Role(name) for name in sorted(roles_in(chosen) - present))
    schemas = sorted({ident.schema for ident in idents & dumped.catalog.objects.keys()} - {""})
    made = [Wanted(f"schema {name}", f"create schema if not exists {identifier(name)}") for name in schemas]
    with scratch.open() as session:
        session.execute("set check_function_bodies = off")
        replay(session, [*made, *wanted(chosen)])
    return chosen


def excerpt(entries: Iterable[Entry], dumped: Catalog, idents: AbstractSet[Ident]) -> tuple[Entry, ...]:
    """The entries for those of the `dumped` objects that are among `idents`, in their order.

    What is no object of its own (a default, an owner's privileges, a comment) goes with what it is about. What the
    catalog does not know is left out, unless it is about something that is kept.
    """
    known = _idents(dumped)
    kept: list[Entry] = []
    present: set[int] = set()
    absent: set[int] = set()
    for entry in entries:
        ident = known.get((entry.classid, entry.objid)) if entry.classid else None
        about = set(entry.depends)
        if ident in idents or (ident is None and about & present and not about & absent):
            kept.append(entry)
            present.add(entry.id)
        elif ident is not None:
            absent.add(entry.id)
    return tuple(kept)


def readdressed(entries: Iterable[Entry], dumped: Catalog, there: Catalog) -> tuple[Entry, ...]:
    """The entries with the oids that the `dumped` objects have in another database; 0 for what is none of its objects.

    pg_dump itself would say the same there, in the same order.
    """
    known = _idents(dumped)
    oids = {ident: thing.oid[:2] for ident, thing in (*there.objects.items(), *there.foreign.items())}

    def moved(entry: Entry) -> Entry:
        ident = known.get((entry.classid, entry.objid))
        classid, objid = oids.get(ident, (entry.classid, 0)) if ident else (entry.classid, 0)
        return replace(entry, classid=classid, objid=objid)

    return tuple(moved(entry) if entry.classid else entry for entry in entries)


def _idents(dumped: Catalog) -> dict[tuple[int, int], Ident]:
    objects = (*dumped.objects.values(), *dumped.foreign.values())
    return {thing.oid[:2]: thing.ident for thing in objects if not thing.oid[2]}

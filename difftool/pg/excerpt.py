"""Some of the objects of a database, made in another from the entries of a dump."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from difftool.model.catalog import Catalog, CatalogObject, Facts, Ident
from difftool.model.families import Families
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
            for entry in readdressed(chosen, idents, self.like.catalog, self.among)
            for owner in [owners.get((entry.classid, entry.objid), "")]
        )


def _but_owner(thing: CatalogObject) -> Facts:
    return {name: value for name, value in thing.facts.items() if name != "owner"}


def make_roles(shadow: Shadow, chosen: Iterable[Entry]) -> None:
    """Make the roles that the entries name, where they are not there."""
    present = {name for (name,) in shadow.maintenance.rows("select rolname from pg_catalog.pg_roles")}
    shadow.create_roles(Role(name) for name in sorted(roles_in(chosen) - present))


def replay_excerpt(scratch: Scratch, chosen: Sequence[Entry], idents: Iterable[Ident]) -> None:
    """Make what the entries say of these objects; the roles are there. NoProvenPlan where one cannot be made alone."""
    schemas = sorted({ident.schema for ident in idents} - {""})
    made = [Wanted(f"schema {name}", f"create schema if not exists {identifier(name)}") for name in schemas]
    with scratch.open() as session:
        session.execute("set check_function_bodies = off")
        replay(session, [*made, *wanted(chosen)])


def excerpt(entries: Iterable[Entry], dumped: Catalog, idents: AbstractSet[Ident]) -> tuple[Entry, ...]:
    """The entries for those of the `dumped` objects that are among `idents`, in their order.

    What is no object of its own (a default, an owner's privileges, a comment) goes with what it is about. What the
    catalog does not know is left out, unless it is about something that is kept.
    """
    chosen = {thing.oid[:2] for thing in _found(dumped, idents)}
    is_known = _known(dumped)
    kept: list[Entry] = []
    present: set[int] = set()
    absent: set[int] = set()
    for entry in entries:
        named, about = bool(entry.classid) and is_known(entry.classid, entry.objid), set(entry.depends)
        wanted = (entry.classid, entry.objid) in chosen if named else about & present and not about & absent
        if wanted:
            kept.append(entry)
            present.add(entry.id)
        elif named:
            absent.add(entry.id)
    return tuple(kept)


def readdressed(
    entries: Iterable[Entry], idents: Collection[Ident], dumped: Catalog, there: Catalog
) -> tuple[Entry, ...]:
    """The entries with the oids that the `dumped` objects `idents` have in another database; 0 for all else.

    pg_dump itself would say the same there, in the same order.
    """
    oids = {thing.ident: thing.oid[:2] for thing in _found(there, idents)}
    moved = {thing.oid[:2]: oids[thing.ident] for thing in _found(dumped, idents) if thing.ident in oids}

    def again(entry: Entry) -> Entry:
        classid, objid = moved.get((entry.classid, entry.objid), (entry.classid, 0))
        return replace(entry, classid=classid, objid=objid)

    return tuple(again(entry) if entry.classid else entry for entry in entries)


def _found(catalog: Catalog, idents: Iterable[Ident]) -> Iterator[CatalogObject]:
    """Those that are there, without parts of relations."""
    things = (catalog.objects.get(ident) or catalog.foreign.get(ident) for ident in idents)
    return (thing for thing in things if thing and not thing.oid[2])


def _known(dumped: Catalog) -> Callable[[int, int], bool]:
    """Whether the catalog has something of this oid, or the reading that it was narrowed from."""
    if isinstance(dumped.objects, Families):
        return dumped.objects.kept.knows
    oids = {thing.oid[:2] for thing in (*dumped.objects.values(), *dumped.foreign.values())}
    return lambda classid, objid: (classid, objid) in oids

"""Some of the objects of a database, made in another from the entries of a dump."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from difftool.model.catalog import Catalog, Ident
from difftool.pg.archive import Entry
from difftool.pg.replay import Wanted, replay, roles_in, wanted
from difftool.pg.roles import Role
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.quote import identifier


def replay_excerpt(
    shadow: Shadow, scratch: Scratch, entries: Iterable[Entry], dumped: Catalog, idents: AbstractSet[Ident]
) -> None:
    """Make them, and the roles that are named. Raises NoProvenPlan where one cannot be made alone."""
    chosen = excerpt(entries, dumped, idents)
    present = {name for (name,) in shadow.maintenance.rows("select rolname from pg_catalog.pg_roles")}
    shadow.create_roles(Role(name) for name in sorted(roles_in(chosen) - present))
    schemas = sorted({ident.schema for ident in idents & dumped.objects.keys()} - {""})
    made = [Wanted(f"schema {name}", f"create schema if not exists {identifier(name)}") for name in schemas]
    with scratch.open() as session:
        session.execute("set check_function_bodies = off")
        replay(session, [*made, *wanted(chosen)])


def excerpt(entries: Iterable[Entry], dumped: Catalog, idents: AbstractSet[Ident]) -> tuple[Entry, ...]:
    """The entries for those of the `dumped` objects that are among `idents`, in their order.

    What is no object of its own (a default, an owner's privileges, a comment) goes with what it is about. What the
    catalog does not know is left out, unless it is about something that is kept.
    """
    objects = (*dumped.objects.values(), *dumped.foreign.values())
    known = {thing.oid[:2]: thing.ident for thing in objects if not thing.oid[2]}
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

"""Default privileges that act when a plan makes something: those of the role that will apply, whoever manages them.

On a hosted database every new table is granted to the API's roles that way; a plan that knows nothing of it would not
leave the privileges that it promised.
"""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.detectors.default_privileges import alter
from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.change import Change, Verb
from difftool.pg.clone import roles_of
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow


def copy_defaults(live: Session, shadow: Shadow, scratch: Scratch, catalog: Catalog, role: str) -> None:
    """Give the superuser of the scratch database, and the role itself if it is there, what `role` has on live."""
    theirs = [o for o in catalog.of("default_privileges") if o.ident.name.startswith(f"{role} ")]
    if not theirs:
        return
    shadow.create_roles(roles_of(live, {role, *_grantees(theirs)}))
    with scratch.open() as session:
        for thing in theirs:
            for name in {shadow.superuser, role} if shadow.own else {shadow.superuser}:
                for statement in _statements(thing, role, name):
                    session.execute(statement)


def _grantees(things: Iterable[CatalogObject]) -> set[str]:
    named = {item.rpartition("=")[0].strip('"') for thing in things for item in thing.facts.get("grants") or ()}
    return named - {"owner", "PUBLIC"}


def _statements(thing: CatalogObject, role: str, name: str) -> list[str]:
    ident = thing.ident._replace(name=name + thing.ident.name.removeprefix(role))
    return alter(Change(Verb.CREATE, ident, None, thing._replace(ident=ident)))

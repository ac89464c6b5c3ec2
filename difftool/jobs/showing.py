"""Objects under the names that are ahead of their own, as PostgreSQL then shows them."""

from __future__ import annotations

from collections.abc import Collection

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.planning.retyping.carried import Shown
from difftool.sql.quote import ahead, identifier, qualified

_KEY_INDEX = """
select pg_catalog.pg_get_indexdef(conindid) from pg_catalog.pg_constraint
where conrelid = %s::pg_catalog.regclass and conname = %s
"""


def shown(session: Session, things: Collection[CatalogObject]) -> Shown:
    """Of indexes, constraints and statistics; they are renamed in the database of `session`."""
    if not things:
        return {}
    for thing in things:
        session.execute(_renaming(thing))
    catalog = read_catalog(session)
    return {thing.ident: _statement(session, catalog, thing) for thing in things}


def _renaming(thing: CatalogObject) -> str:
    ident = thing.ident
    if ident.kind == "constraint":
        names = f"{identifier(ident.part)} to {identifier(ahead(ident.part))}"
        return f"alter table {qualified(ident.schema, ident.name)} rename constraint {names}"
    return f"alter {ident.kind} {thing.address} rename to {identifier(ahead(ident.name))}"


def _statement(session: Session, catalog: Catalog, thing: CatalogObject) -> str:
    ident = _renamed(thing.ident)
    if thing.facts.get("type") in ("primary key", "unique"):
        return str(session.value(_KEY_INDEX, [qualified(ident.schema, ident.name), ident.part]))
    return str(catalog.objects[ident].notes["definition"]).rstrip().rstrip(";")


def _renamed(ident: Ident) -> Ident:
    return ident._replace(part=ahead(ident.part)) if ident.part else ident._replace(name=ahead(ident.name))

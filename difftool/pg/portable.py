"""What a database's catalogs say of the objects in scope, in one line: hashed where they are.

Unlike an imprint it is the same after a restart or a restore, and while others change what is theirs. It is of one
version of PostgreSQL, and looks at owners, privileges and comments as well, whether or not they are compared, and at
what could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from difftool.diff.scope import covers
from difftool.model.catalog import Ident
from difftool.model.profile import Scope
from difftool.pg.catalog.read import Oid, objects_query, snapshot
from difftool.pg.session import Session

HASHED = """
select kind, schema, name, part, array[classid, objid, objsubid], parent,
    md5(facts || coalesce(notes::jsonb ->> 'not_compared', ''))
from ({objects}) as o (kind, schema, name, part, address, classid, objid, objsubid, parent, facts, notes)
"""


def portable(session: Session, scope: Scope) -> str:
    """The same text for the same facts of the same objects; with another text, something may be different."""
    with snapshot(session):
        rows = session.rows(HASHED.format(objects=objects_query(session)))
    named = {tuple(oid): Ident(*ident) for *ident, oid, _, _ in rows}
    parents = {tuple(oid): tuple(parent) for *_, oid, parent, _ in rows if parent}
    ours = {oid for oid in named.keys() - parents.keys() if covers(scope, named[oid])}
    lines = (
        f"{[*ident, *map(str, _above(tuple(oid), parents, named))]} {digest}"
        for *ident, oid, _, digest in rows
        if _outermost(tuple(oid), parents) in ours
    )
    return sha256("\n".join([str(session.version), *sorted(lines)]).encode()).hexdigest()


def _outermost(oid: Oid, parents: dict[Oid, Oid]) -> Oid:
    while oid in parents:
        oid = parents[oid]
    return oid


def _above(oid: Oid, parents: dict[Oid, Oid], named: dict[Oid, Ident]) -> Iterator[Ident]:
    if oid in parents and parents[oid] in named:
        yield named[parents[oid]]

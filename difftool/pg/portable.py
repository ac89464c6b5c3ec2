"""What a database's catalogs say of the objects in scope, in one line: hashed where they are.

Unlike an imprint it is the same after a restart or a restore, and while others change what is theirs. It is of one
version of PostgreSQL, and looks at owners, privileges and comments as well, whether or not they are compared, and at
what could not be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from difftool.diff.scope import covers
from difftool.model.catalog import Ident
from difftool.model.profile import Scope
from difftool.pg.catalog.read import objects_query, snapshot
from difftool.pg.session import Session

HASHED = """
select kind, schema, name, part, concat_ws('.', classid, objid, objsubid), array_to_string(parent, '.'),
    md5(facts || case when notes like '%"not_compared"%' then notes::jsonb ->> 'not_compared' else '' end)
from ({objects}) as o (kind, schema, name, part, address, classid, objid, objsubid, parent, facts, notes)
"""


def portable(session: Session, scope: Scope) -> str:
    """The same text for the same facts of the same objects; with another text, something may be different."""
    with snapshot(session):
        rows = session.rows(HASHED.format(objects=objects_query(session)))
    parents = {oid: parent for *_, oid, parent, _ in rows if parent}
    named = {oid: tuple(ident) for *ident, oid, _, _ in rows}
    ours = {oid for oid in named.keys() - parents.keys() if covers(scope, Ident(*named[oid]))}
    lines = (
        repr((named[oid], named.get(parent), digest))
        for *_, oid, parent, digest in rows
        if _outermost(oid, parents) in ours
    )
    return sha256("\n".join([str(session.version), *sorted(lines)]).encode()).hexdigest()


def _outermost(oid: str, parents: Mapping[str, str]) -> str:
    while oid in parents:
        oid = parents[oid]
    return oid

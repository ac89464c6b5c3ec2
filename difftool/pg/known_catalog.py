"""A large database's catalog as an earlier run has read it, where nobody has changed anything since."""

from __future__ import annotations

from psycopg2.errors import InsufficientPrivilege

from difftool.model.catalog import Catalog
from difftool.pg.catalog.read import read_catalog
from difftool.pg.catalog.written import read_again, written
from difftool.pg.connection import Identity
from difftool.pg.imprint import imprint
from difftool.pg.recall import keep, key_of, recall
from difftool.pg.session import Session

LARGE = 1500
"""relations, the system's own too: from here on, reading takes longer than asking whether anything has changed"""


def known_catalog(session: Session, identity: Identity) -> Catalog:
    """As `read_catalog`. The imprint is taken first: what changes while we read is looked at again next time."""
    if session.value("select count(*) from pg_catalog.pg_class") < LARGE:
        return read_catalog(session)
    try:
        now = imprint(session)
    except InsufficientPrivilege:  # somebody has revoked what everybody may read by default
        return read_catalog(session)
    key = key_of(("catalog", identity))
    values = recall(key)
    if values and values[0] == now:
        return read_again(values[1])
    values = written(read_catalog(session, once=True))
    keep(key, (now, values))
    return read_again(values)

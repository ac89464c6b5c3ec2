"""One difftool at a time in a database."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg2

from difftool.errors import AlreadyAtWork, Stopped
from difftool.pg.session import Session

_KEY = int.from_bytes(hashlib.sha256(b"difftool").digest()[:8], "big", signed=True)
_PAUSE = 0.1

_HELD = """
select exists (select from pg_catalog.pg_locks where locktype = 'advisory' and granted and objsubid = 1
  and pid = pg_catalog.pg_backend_pid() and (classid::bigint << 32 | objid::bigint) = %s)
"""

_HOLDER = """
select l.pid, a.usename, a.application_name, to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
from pg_catalog.pg_locks as l left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
  and (l.classid::bigint << 32 | l.objid::bigint) = %s
  and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
"""


@contextmanager
def alone(session: Session, *, patience: float = 3.0) -> Iterator[None]:
    """Hold the advisory lock of this database; AlreadyAtWork, naming who holds it, after `patience` seconds.

    Asked again and again, never waited for: a waiting statement would hold back the xmin horizon, and block every
    CREATE INDEX CONCURRENTLY of the one who holds it. The patience covers the moment in which the server has not yet
    noticed that a killed client is gone; we ask it to look every second.
    """
    with suppress(psycopg2.errors.InvalidParameterValue):  # servers on some platforms cannot look
        session.execute("set client_connection_check_interval = '1s'")
    end = time.monotonic() + patience
    while not session.value("select pg_catalog.pg_try_advisory_lock(%s)", [_KEY]):
        if time.monotonic() >= end:
            raise AlreadyAtWork(f"another difftool is at work on this database: {_holder(session)}; wait for it to end")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if not session.closed:
            session.execute("select pg_catalog.pg_advisory_unlock(%s)", [_KEY])


def still_alone(session: Session) -> str:
    """Always empty, so that it can be a gate. Raises Stopped where the lock was lost: others may be at work."""
    if not session.value(_HELD, [_KEY]):
        raise Stopped("the lock that keeps other difftools away was lost, so the plan stops here")
    return ""


def _holder(session: Session) -> str:
    for pid, user, application, since in session.rows(_HOLDER, [_KEY]):
        return f"process {pid} of {user or 'somebody'} ({application or 'no name'}), connected since {since or '?'}"
    return "it has just ended"

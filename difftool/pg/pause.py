"""The flag that makes applying wait: a table without columns in schema difftool.

Its being there can be seen by every role, whatever it may read, and its comment says since when and by whom.
"""

from __future__ import annotations

from difftool.pg import ledger
from difftool.pg.session import Session

_FLAG = """
select coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '')
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname = 'difftool' and c.relname = 'paused'
"""

_SINCE = """
do $difftool$
begin
  execute format('comment on table difftool.paused is %L', 'since '
    || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC by ' || session_user);
end
$difftool$
"""


def paused(session: Session) -> str:
    """As "paused since 2026-11-22 03:43:12 UTC by anna; …"; empty where nothing is."""
    flag = session.value(_FLAG)
    return "" if flag is None else " ".join(filter(None, ["paused", flag])) + "; difftool pause --off lets it go on"


def pause(session: Session) -> None:
    """Set the flag; one that is set stays as it is. Raises PrivilegeMissing where schema difftool cannot be made."""
    if paused(session):
        return
    ledger.prepare(session)
    with session.transaction():
        session.execute("create table difftool.paused ()")
        session.execute(_SINCE)


def go_on(session: Session) -> None:
    """Take the flag away."""
    if paused(session):
        session.execute("drop table difftool.paused")

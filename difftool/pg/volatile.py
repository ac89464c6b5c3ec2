"""Functions whose value changes from one call to the next."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.pg.session import Session
from difftool.sql.parse import Call

FOUND = """
select exists (
  select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.proname = %s and p.provolatile = 'v'
  and case when %s = '' then pg_catalog.pg_function_is_visible(p.oid) else n.nspname = %s end
  and (p.provariadic <> 0 or %s between p.pronargs - p.pronargdefaults and p.pronargs))
"""


def volatile(session: Session, calls: Iterable[Call], search_path: str) -> tuple[str, ...]:
    """The names of those that are VOLATILE here; a function that is not here is none.

    https://www.postgresql.org/docs/current/xfunc-volatility.html
    """
    with session.transaction("read only"):
        if search_path:
            session.execute("select pg_catalog.set_config('search_path', %s, true)", [search_path])
        given = ((each.name, [each.name, each.schema, each.schema, each.arguments]) for each in calls)
        return tuple(dict.fromkeys(name for name, parameters in given if session.value(FOUND, parameters)))

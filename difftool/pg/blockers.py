"""Who holds what a step waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from difftool.pg.session import Session
from difftool.pg.trace import MODES, spelled

_CONFLICTS = {
    "ACCESS SHARE": {"ACCESS EXCLUSIVE"},
    "ROW SHARE": {"EXCLUSIVE", "ACCESS EXCLUSIVE"},
    "ROW EXCLUSIVE": set(MODES) - {"ACCESS SHARE", "SHARE UPDATE EXCLUSIVE"},
    "SHARE UPDATE EXCLUSIVE": set(MODES[3:]),
    "SHARE": set(MODES[2:]) - {"SHARE"},
    "SHARE ROW EXCLUSIVE": set(MODES[2:]),
    "EXCLUSIVE": set(MODES[1:]),
    "ACCESS EXCLUSIVE": set(MODES),
}
"""Manual: "Explicit Locking", table 13.2. ROW EXCLUSIVE also with ROW SHARE and itself: a row may be what is held."""

_HOLDERS = """
select n.nspname || '.' || c.relname, l.mode, l.pid, a.application_name,
  extract(epoch from clock_timestamp() - coalesce(a.xact_start, x.prepared))::bigint, a.state, a.query, x.gid
from pg_catalog.pg_locks as l
join pg_catalog.pg_class as c on c.oid = l.relation
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
left join pg_catalog.pg_locks as t on l.pid is null and t.pid is null
  and t.locktype = 'transactionid' and t.virtualtransaction = l.virtualtransaction
left join pg_catalog.pg_prepared_xacts as x on x.transaction = t.transactionid
where l.granted and l.locktype = 'relation' and l.pid is distinct from pg_catalog.pg_backend_pid()
  and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
  and n.nspname || '.' || c.relname = any (%s)
order by 5 desc nulls last
"""

_QUERY_SHOWN = 60
"""Characters of somebody's query: enough to know it again, little enough to keep its values out of logs."""


def blockers(session: Session, locks: Mapping[str, str], *, older_than: float = 0.0) -> tuple[str, ...]:
    """A sentence for each other transaction that holds what conflicts with `locks` (relation -> mode), oldest first.

    Those that began less than `older_than` seconds ago are left out.
    """
    holders: dict[object, str] = {}
    for relation, mode, pid, application, age, state, query, prepared in session.rows(_HOLDERS, [list(locks)]):
        if spelled(mode) in _CONFLICTS[locks[relation]] and (age or 0) >= older_than:
            who = f'prepared transaction "{prepared}"' if prepared else process(pid, application, state, query)
            holders.setdefault(pid or prepared, f"{who} has held {relation} for {age} s")
    return tuple(holders.values())


def process(pid: int, application: str | None, state: str | None, query: str | None) -> str:
    """As "process 123, psql, idle in transaction (update jobs set …)"."""
    words = [f"process {pid}"]
    words += [part for part in (application, state) if part]
    return ", ".join(words) + (f" ({_short(query.split())})" if query else "")


def _short(words: Iterable[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= _QUERY_SHOWN else text[: _QUERY_SHOWN - 1] + "…"

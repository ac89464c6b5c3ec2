"""What a session waits for, or how far its index is built, seen by a second session while the first is busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg2

from difftool.errors import DifftoolError
from difftool.pg.blockers import process
from difftool.pg.session import Session
from difftool.pg.trace import spelled

_WAITS = """
select coalesce(l.relation::regclass::text, ''), l.mode, b.pid, a.application_name, a.state, a.query,
  extract(epoch from clock_timestamp() - a.xact_start)::bigint,
  (select string_agg('"' || gid || '"', ', ' order by prepared) from pg_catalog.pg_prepared_xacts
    where b.pid = 0 and database = pg_catalog.current_database())
from pg_catalog.pg_locks as l cross join unnest(pg_catalog.pg_blocking_pids(l.pid)) as b (pid)
left join pg_catalog.pg_stat_activity as a on a.pid = b.pid
where l.pid = %s and not l.granted
order by 7 desc nulls last
"""

_BUILDING = """
select index_relid::regclass::text, phase, blocks_done, blocks_total, tuples_done, tuples_total
from pg_catalog.pg_stat_progress_create_index where pid = %s
"""


@contextmanager
def looking(pid: int, reach: Callable[[], Session], say: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """Yields what says why the session with this process number waits; `reach` opens the session that looks, once.

    Where it cannot be opened nothing is said: waiting goes on all the same.
    """
    opened: list[Session] = []
    said: set[tuple[object, ...]] = set()

    def look() -> None:
        with suppress(psycopg2.Error, DifftoolError):
            if not opened:
                opened.append(reach())
            for line in _waits(opened[0], pid, said):
                say(line)
            for line in progress(opened[0], pid):
                say(line)

    try:
        yield look
    finally:
        for session in opened:
            session.close()


def _waits(session: Session, pid: int, said: set[tuple[object, ...]]) -> Iterator[str]:
    """A sentence for each holder that was not told yet."""
    for relation, mode, holder, application, state, query, age, prepared in session.rows(_WAITS, [pid]):
        if (key := (relation, mode, holder)) in said:
            continue
        said.add(key)
        what = f"{spelled(mode)} on {relation}" if relation else "a transaction to end"
        who = f"prepared transaction {prepared}" if prepared else process(holder, application, state, query)
        yield f"waiting for {what}, held by {who}" + (f" for {age} s" if age is not None else "")


def progress(session: Session, pid: int) -> Iterator[str]:
    """As "index jobs_user: building index: scanning table, 40 %…" (manual: "CREATE INDEX Progress Reporting")."""
    for index, phase, *counts in session.rows(_BUILDING, [pid]):
        shares = [done / total for done, total in (counts[:2], counts[2:]) if total]
        share = f", {shares[0]:.0%}" if shares else ""
        yield f"index {index}: {phase}{share}…"

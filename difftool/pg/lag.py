"""Replicas that do not keep up: how long ago we wrote what the slowest of them has yet to replay.

PostgreSQL's own replay_lag stands still while a replica replays nothing at all, so it is measured here: each look
remembers how far the log was then.

https://www.postgresql.org/docs/current/monitoring-stats.html, pg_stat_replication.
"""

from __future__ import annotations

import time
from collections import deque

from difftool.pg.gates import Gate
from difftool.pg.session import Session

_WRITTEN = "select pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::bigint"
_REPLAYED = """
select coalesce(nullif(r.application_name, ''), 'without a name'),
  pg_catalog.pg_wal_lsn_diff(r.replay_lsn, '0/0')::bigint
from pg_catalog.pg_stat_replication as r
left join pg_catalog.pg_replication_slots as s on s.active_pid = r.pid
where r.replay_lsn is not null and s.slot_type is distinct from 'logical'
order by r.replay_lsn limit 1
"""
"""The slowest physical one. Whoever may not read all statistics (pg_read_all_stats) sees none."""


def replicas_behind(session: Session, longest: float) -> Gate:
    """Closed while a replica has yet to replay what was written more than `longest` seconds ago.

    It knows only what was written since it was first asked.
    """
    looks: deque[tuple[int, float]] = deque()

    def behind() -> str:
        now = time.monotonic()
        looks.append((session.value(_WRITTEN), now))
        slowest = next(iter(session.rows(_REPLAYED)), None)
        if slowest is None:
            looks.clear()
            return ""
        name, replayed = slowest
        while looks and looks[0][0] <= replayed:
            looks.popleft()
        late = bool(looks) and now - looks[0][1] > longest
        return f"replica {name} is more than {longest:g} s behind (policy: max_lag): waiting for it" if late else ""

    return behind

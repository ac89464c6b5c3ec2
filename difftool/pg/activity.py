"""How busy a live database is: what its statistics say, in two questions."""

from __future__ import annotations

from difftool.pg.session import Session

_WRITES = """
select s.schemaname || '.' || s.relname,
    (s.n_tup_ins + s.n_tup_upd + s.n_tup_del) / greatest(extract(epoch from
        now() - coalesce(d.stats_reset, pg_catalog.pg_postmaster_start_time())), 1)
from pg_catalog.pg_stat_user_tables s
join pg_catalog.pg_stat_database d on d.datname = pg_catalog.current_database()
where s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
"""
_REPLICAS = "select count(*) from pg_catalog.pg_stat_replication"


def writes(session: Session) -> dict[str, float]:
    """`public.t` -> rows inserted, updated and deleted a second, since the statistics were reset."""
    return {str(name): float(rate) for name, rate in session.rows(_WRITES)}


def replicas(session: Session) -> int:
    """Standbys and subscribers that follow now."""
    return int(session.value(_REPLICAS))

"""Preflight of what else goes on: long transactions, prepared ones, autovacuum, replicas."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.preflight import Intent, Obstacle
from difftool.pg.blockers import blockers, process
from difftool.pg.session import Session

LONG = 60.0
"""seconds after which a transaction is one that goes on for long"""
FAR_BEHIND = 1024**3
"""bytes of log"""

_LONG = """
select pid, application_name, state, query, extract(epoch from clock_timestamp() - xact_start)::bigint
from pg_catalog.pg_stat_activity
where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid() and backend_type = 'client backend'
  and xact_start < clock_timestamp() - %s * interval '1 second'
order by xact_start
"""

_PREPARED = """
select gid, owner, extract(epoch from clock_timestamp() - prepared)::bigint from pg_catalog.pg_prepared_xacts
where database = pg_catalog.current_database() order by prepared
"""

_AGING = """
select n.nspname || '.' || c.relname, pg_catalog.age(c.relfrozenxid), a.pid
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_progress_vacuum as v on v.relid = c.oid
left join pg_catalog.pg_stat_activity as a on a.pid = v.pid and a.query like '%%(to prevent wraparound)'
where n.nspname || '.' || c.relname = any (%s) and c.relfrozenxid <> '0'
  and (a.pid is not null
    or pg_catalog.age(c.relfrozenxid) > pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint)
order by 1
"""

_REPLICAS = """
select coalesce(nullif(application_name, ''), 'without a name'), extract(epoch from replay_lag)::bigint
from pg_catalog.pg_stat_replication where replay_lag > interval '10 seconds' order by 2 desc
"""

_SLOTS = """
select slot_name, pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), restart_lsn)::bigint
from pg_catalog.pg_replication_slots
where not active and restart_lsn is not null and not pg_catalog.pg_is_in_recovery() order by 2 desc
"""


def _holders(session: Session, intent: Intent) -> Iterator[Obstacle]:
    """Those who hold what the plan will lock, for longer than a moment."""
    for told in blockers(session, intent.locks, older_than=1.0):
        yield Obstacle("blocker", False, told, "end it, or apply will wait for it and then give up")


def _long_transactions(session: Session, _: Intent) -> Iterator[Obstacle]:
    """CREATE INDEX CONCURRENTLY waits for each of them, whatever it does; and vacuum cleans up behind none."""
    for pid, application, state, query, age in session.rows(_LONG, [LONG]):
        told = f"{process(pid, application, state, query)} has been in one transaction for {age} s"
        yield Obstacle("long-transaction", False, told, "wait for it, or end it: select pg_terminate_backend(PID)")


def _prepared(session: Session, _: Intent) -> Iterator[Obstacle]:
    for gid, owner, age in session.rows(_PREPARED):
        told = f'prepared transaction "{gid}" of {owner} has waited for {age} s to be committed'
        yield Obstacle("prepared-transaction", False, told, "commit prepared, or rollback prepared")


def _wraparound(session: Session, intent: Intent) -> Iterator[Obstacle]:
    """Such a vacuum does not give way to who waits for its table, as others do."""
    for relation, age, pid in session.rows(_AGING, [sorted(intent.locks)]):
        at_work = f"process {pid} is vacuuming it" if pid else "a vacuum of it may begin at any moment"
        yield Obstacle(
            "wraparound",
            False,
            f"{relation} is {age:,} transactions old: {at_work}, against wraparound, and gives way to nobody",
            f"vacuum (freeze) {relation} first",
        )


def _replicas(session: Session, _: Intent) -> Iterator[Obstacle]:
    for name, lag in session.rows(_REPLICAS):
        yield Obstacle("replica-lag", False, f"replica {name} is {lag} s behind", "let it catch up first")
    for name, size in session.rows(_SLOTS):
        if size > FAR_BEHIND:
            told = f"nobody reads replication slot {name}: it keeps {size / 1024**3:.1f} GB of log, and counting"
            yield Obstacle("replication-slot", False, told, "start its reader, or drop it")


CHECKS = (_holders, _long_transactions, _prepared, _wraparound, _replicas)

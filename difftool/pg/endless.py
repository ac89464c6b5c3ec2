"""Nothing runs in a shadow without end: a function of the schema may loop there, and catch its own cancellation."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg2

from difftool.pg.session import Session

LONGEST = 120
"""seconds that a statement may take in a database of the shadow, where there are no rows but samples"""
OFTEN = 5.0
"""seconds between two looks"""
_END = """
select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
where pg_catalog.starts_with(datname, %s) and state = 'active'
  and pg_catalog.clock_timestamp() - query_start > pg_catalog.make_interval(secs => %s)
"""


@contextmanager
def endless_ended(dsn: str, databases: str, *, longest: float = LONGEST, often: float = OFTEN) -> Iterator[None]:
    """Meanwhile, sessions of `databases` (how their names begin) end whose statement takes longer.

    Each look has a connection of its own: what runs in the shadow as superuser may have ended any other.
    """
    left = threading.Event()

    def watch() -> None:
        while not left.wait(often):
            with suppress(psycopg2.Error), Session.open(dsn) as session:
                session.rows(_END, [databases, longest])

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        left.set()
        thread.join()

"""How busy a database is, by its own statistics."""

from __future__ import annotations

from difftool.pg.activity import replicas, writes
from difftool.pg.session import Session


def test_rows_written_a_second(database: Session) -> None:
    """Rows inserted, updated and deleted count, by relation; what was never written to is not mentioned."""
    database.execute("create table busy (id int); create table idle (id int)")
    database.execute("insert into busy select generate_series(1, 1000)")
    database.execute("delete from busy where id > 500")
    database.execute("select pg_stat_force_next_flush()")
    rates = writes(database)
    assert rates["public.busy"] > 0
    assert "public.idle" not in rates


def test_nobody_follows(database: Session) -> None:
    """A server without standbys and subscribers has no replicas."""
    assert replicas(database) == 0

"""What a step takes of the numbers that PostgreSQL gives to transactions that write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.pg.horizon import alone_since, next_to_write
from difftool.pg.session import Session
from difftool.planning.transactions import transactions_of
from tests.jobs.planned import DETACH, GUARD, INDEX

LEDGER = 2
"""that it has begun, and that it is done"""


@pytest.mark.parametrize(
    "index",
    [
        "index concurrently i on public.jobs (status)",
        "unique index concurrently i on public.jobs (id) where id > 2",
        "index concurrently i on public.jobs using gin (what)",
        "index concurrently i on public.none (lower(a))",
    ],
)
def test_an_index_takes_as_many_as_it_must(database: Session, index: str) -> None:
    """With fewer, somebody else's would pass for one of the step's; with more, no step would count as alone."""
    database.execute("create table jobs (id int, status text, what jsonb); create table none (a text)")
    database.execute("insert into jobs select g, 'done', '{}' from generate_series(1, 100) g")
    first = next_to_write(database)
    database.execute(f"create {index}")
    assert next_to_write(database) - first == transactions_of(replace(INDEX, sql=(f"CREATE {index}",))) - LEDGER


def test_what_may_have_nothing_to_do_is_not_counted() -> None:
    """IF NOT EXISTS takes none where the index is there; a partition is detached in two, or what is left of them."""
    assert transactions_of(GUARD) == 1
    assert not transactions_of(DETACH)
    assert not transactions_of(replace(INDEX, sql=("create index concurrently if not exists i on public.jobs (id)",)))
    assert not transactions_of(replace(INDEX, sql=("drop index if exists public.i",)))


def test_only_the_very_number_says_that_we_were_alone(database: Session) -> None:
    """Another one between, or one that is not known, says that somebody may have written."""
    first = next_to_write(database)
    database.execute("select pg_current_xact_id()")
    with database.transaction():
        database.execute("select pg_current_xact_id()")
        assert alone_since(database, first, 2)
        assert not alone_since(database, first, 1)
        assert not alone_since(database, first, 3)
        assert not alone_since(database, 0, 2)
        assert not alone_since(database, first + 2, 0)

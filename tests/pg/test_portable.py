"""What the catalogs say, hashed in the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from difftool.model.profile import Pattern, Scope
from difftool.pg.dump import plain
from difftool.pg.portable import portable
from difftool.pg.session import Session
from tests.pg.test_catalog import NOT_SQL_THERE

HOUSE = """
create table t (id serial primary key, name text check (name <> ''));
create index named on t (name); create view v as select id from t; create policy own on t using (id > 0);
create function f() returns int language sql as 'select 1'; comment on table t is 'what we have';
create table u (t int references t)
"""
PUBLIC = Scope(manages=(Pattern("public.*", "", "public", "*"),))


def _psql(session: Session, text: str) -> None:
    session.execute("\n".join(line for line in text.splitlines() if not line.startswith(NOT_SQL_THERE)))


def test_a_copy_says_the_same(new_database: Callable[[], Session]) -> None:
    """Dumped and restored, with other numbers and another history, it is the same text."""
    one, other = new_database(), new_database()
    one.execute(HOUSE)
    other.execute("create table passing (id int); drop table passing")
    _psql(other, plain(one.connection.dsn))
    assert portable(one, Scope(())) == portable(other, Scope(()))


@pytest.mark.parametrize(
    "statement",
    ["create table others.t (id int)", "create temporary table t (id int)", "insert into t values (1); analyze"],
)
def test_what_is_not_in_scope_does_not_count(database: Session, statement: str) -> None:
    """Nor do rows, estimates, and what is there for one session alone."""
    database.execute(f"create schema others; {HOUSE}")
    before = portable(database, PUBLIC)
    database.execute(statement)
    assert portable(database, PUBLIC) == before


@pytest.mark.parametrize(
    "statement",
    [
        "drop index named",
        "alter table t alter name set not null",
        "alter sequence t_id_seq owned by none",
        "create or replace function f() returns int language sql as 'select 2'",
        "drop policy own on t",
        "alter view v set (security_invoker = true)",
        "alter table u disable trigger all",
    ],
)
def test_what_is_in_scope_does(database: Session, statement: str) -> None:
    """Parts of tables count as their tables do."""
    database.execute(HOUSE)
    before = portable(database, PUBLIC)
    database.execute(statement)
    assert portable(database, PUBLIC) != before

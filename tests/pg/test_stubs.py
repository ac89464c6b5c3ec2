"""The functions of extensions that a server of ours does not have."""

from __future__ import annotations

import psycopg2
import pytest

from difftool.pg.session import Session
from difftool.pg.stubs.pretending import STUBS, pretending

SIGNATURES = """
select p.oid::regprocedure::text, p.prorettype::regtype::text, p.proretset, p.provolatile
from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname = 'made' order by 1
"""


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_is_one_list_of_functions(database: Session, name: str) -> None:
    """In a replay there are the same functions by name, type and volatility as in the extension that plans meet."""
    database.execute("create schema made; set search_path = made, public")
    database.execute(pretending(name))
    functions = database.rows(SIGNATURES)
    database.execute("drop schema made cascade; create schema made")
    try:
        database.execute(f'create extension "{name}" schema made version stub')
    except psycopg2.Error:
        pytest.skip("this server does not find extensions outside of its folder")
    assert database.rows(SIGNATURES) == functions


def test_what_migrations_insert_is_answered(database: Session) -> None:
    """Defaults differ from row to row, digests from argument to argument, and the same is the same."""
    for name in STUBS:
        database.execute(pretending(name))
    assert database.value("select uuid_generate_v4() <> uuid_generate_v4()")
    assert database.value("select digest('a', 'md5') <> digest('b', 'md5') and digest('a', 'md5') = digest('a', 'md5')")
    assert database.value("select crypt('secret', gen_salt('bf', 8)) is not null and uuid_nil() = uuid_nil()")

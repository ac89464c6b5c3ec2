"""`difftool diff` between databases that have what few have, both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.diff.compare import compare
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.work import Work
from difftool.model.profile import Settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import plain
from difftool.pg.shadow import Shadow
from difftool.sql.dump_text import normalised
from tests.jobs.building import built, run_all

_ONE = """
create access method heap2 type table handler heap_tableam_handler;
create schema s;
create table s.moved (id integer);
create materialized view s.rows_moved as select 1 as x;
create materialized view s.filled as select 1 as x;
create materialized view s.empty as select 1 as x with no data;
create function s.never(boolean, boolean) returns boolean language sql immutable as 'select null::boolean';
drop schema public;
"""
_OTHER = """
create access method heap2 type table handler heap_tableam_handler;
create schema s;
create table s.moved (id integer) using heap2;
create materialized view s.rows_moved using heap2 as select 1 as x;
create materialized view s.filled as select 1 as x;
create materialized view s.from_filled as select x from s.filled;
create materialized view s.empty as select 1 as x with no data;
create materialized view s.from_empty as select x from s.empty with no data;
create function s.never(boolean, boolean) returns boolean language sql immutable as 'select null::boolean';
create operator s.=== (function = s.never, leftarg = boolean, rightarg = boolean, negator = operator(s.!==));
create table public.made (id integer) using heap2;
create aggregate s.rows(*) (sfunc = int8inc, stype = int8, initcond = '0');
comment on aggregate s.rows(*) is 'all of them';
grant execute on function s.rows() to current_user;
"""
"""Another access method, materialized views of others with and without rows, an operator whose negator is only
announced, an aggregate of whole rows; a database without the schema `public`.
"""


@pytest.mark.parametrize(("before", "after"), [(_ONE, _OTHER), (_OTHER, _ONE)], ids=["there", "back"])
def test_what_is_seldom_arrives(shadow: Shadow, tmp_path: Path, before: str, after: str) -> None:
    """The script runs as it is, and neither our reading nor pg_dump sees a difference afterwards."""
    start, end = (built(shadow, text) for text in (before, after))
    found = diff_sources(Work(Settings(str(tmp_path), str(tmp_path)), None, shadow), start.dsn, end.dsn, ())
    with start.open() as session, end.open() as other:
        run_all(session, found.sql)
        assert compare(read_catalog(session), read_catalog(other)) == ()
    assert normalised(plain(start.dsn)) == normalised(plain(end.dsn))

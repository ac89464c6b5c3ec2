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
create type s.base;
create function s.base_in(cstring) returns s.base language internal immutable strict as 'int4in';
create function s.base_out(s.base) returns cstring language internal immutable strict as 'int4out';
create type s.base (input = s.base_in, output = s.base_out, like = integer);
create type s."Gone";
create function s.gone_in(cstring) returns s."Gone" language internal immutable strict as 'int4in';
create function s.gone_out(s."Gone") returns cstring language internal immutable strict as 'int4out';
create type s."Gone" (input = s.gone_in, output = s.gone_out, like = integer);
create type s.span;
create function s.as_it_is(s.span) returns s.span language internal immutable strict as 'int4range_canonical';
create type s.span as range (subtype = integer, canonical = s.as_it_is);
create table s.of_gone (spans s.span[], several s.span_multirange, ids s."Gone"[]);
create unlogged table s.hen (id integer primary key, egg integer);
create unlogged table s.egg (id integer primary key references s.hen);
alter table s.hen add foreign key (egg) references s.egg;
create table s.numbered (id integer generated always as identity);
create table s.counted (id integer);
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
create type s.base;
create function s.base_in(cstring) returns s.base language internal immutable strict as 'int4in';
create function s.base_out(s.base) returns cstring language internal immutable strict as 'int4out';
create type s.base (input = s.base_in, output = s.base_out, like = integer);
revoke usage on type s.base from public;
create table s.hen (id integer primary key, egg integer);
create table s.egg (id integer primary key references s.hen);
alter table s.hen add foreign key (egg) references s.egg;
create table s.older (id integer generated always as identity (sequence name s.numbered_id_seq));
create table s.numbered (id integer generated always as identity);
create table s.counted (id integer);
create view s.seen as select id from s.counted;
create table s.told (was s.seen, is_now s.seen);
create rule telling as on update to s.seen do also insert into s.told values (old, new);
create table s.gone (id integer);
create function s.of_gone() returns setof integer language sql as 'select id from s.gone';
drop table s.gone;
create table public.made (id integer) using heap2;
create aggregate s.rows(*) (sfunc = int8inc, stype = int8, initcond = '0');
comment on aggregate s.rows(*) is 'all of them';
grant execute on function s.rows() to current_user;
"""
"""Another access method, materialized views of others with and without rows, an operator whose negator is only
announced, an aggregate of whole rows, who may use a base type, types that go with their functions
and a table of them, unlogged tables
that refer to each other, an identity column whose sequence has another's name, a view's rule that stores its
rows, a function that names what is nowhere; a database without the schema `public`.
"""
_INHERITED = """
create table r (id integer primary key);
create table p (a integer, b integer not null, r integer) partition by list (a);
create table p1 partition of p for values in (1) partition by list (b);
create table p11 partition of p1 for values in (1);
create table p2 (a integer, b integer not null, r integer, constraint own foreign key (r) references r);
create table parent (b integer not null, constraint positive check (b > 0));
create table child () inherits (parent);
create table likewise () inherits (parent);
"""
_ALSO_LOCAL = """
create table r (id integer primary key);
create table p (a integer, b integer not null, r integer references r) partition by list (a);
create table p1 partition of p (constraint p_b_not_null not null b) for values in (1) partition by list (b);
create table p11 partition of p1 (constraint another not null b) for values in (1);
create table p2 (a integer, b integer not null, r integer, constraint own foreign key (r) references r);
alter table p attach partition p2 for values in (2);
create table parent (b integer not null, constraint positive check (b > 0));
create table child (constraint positive check (b > 0)) inherits (parent);
create table likewise (constraint parent_b_not_null not null b) inherits (parent);
"""
"""Constraints that a table has from its parent alone, or says of its own as well; a foreign key that keeps its name
under the parent's.
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(_ONE, _OTHER, id="there"),
        pytest.param(_OTHER, _ONE, id="back"),
        pytest.param(_INHERITED, _ALSO_LOCAL, id="inherited"),
        pytest.param(_ALSO_LOCAL, _INHERITED, id="local", marks=pytest.mark.slow),
    ],
)
def test_what_is_seldom_arrives(shadow: Shadow, tmp_path: Path, before: str, after: str) -> None:
    """The script runs as it is, and neither our reading nor pg_dump sees a difference afterwards."""
    start, end = (built(shadow, text) for text in (before, after))
    found = diff_sources(Work(Settings(str(tmp_path), str(tmp_path)), None, shadow), start.dsn, end.dsn, ())
    with start.open() as session, end.open() as other:
        run_all(session, found.sql)
        assert compare(read_catalog(session), read_catalog(other)) == ()
    assert normalised(plain(start.dsn)) == normalised(plain(end.dsn))

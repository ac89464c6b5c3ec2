"""`difftool diff` between databases: differences for which tables, types or views must be taken apart, both ways."""

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
create sequence becomes_table;
create table sized (id smallserial, n integer, twice integer);
create collation sorting (provider = libc, locale = 'C');
create table sorted (a text collate sorting primary key, b text check (b < 'x' collate sorting));
create view reading as select twice from sized;
create table line (id integer);
create table base (id integer not null, n text);
create table middle (id integer not null);
create table low (id integer not null);
create table r (id integer primary key);
create table p (id integer, k integer, r_id integer references r deferrable, primary key (id, k))
    partition by range (k);
create table p1 partition of p for values from (0) to (10);
create table tree (id integer, k integer, up integer, primary key (id, k)) partition by list (k);
create table tree1 partition of tree for values in (1);
create table tree2 partition of tree for values in (2);
alter table tree add constraint above foreign key (up, k) references tree;
"""
_OTHER = """
create table becomes_table (id integer);
create table sized (
    id integer generated always as identity, n integer, twice integer generated always as (n * 2) stored
);
create collation sorting (provider = libc, locale = 'POSIX');
create table sorted (a text collate sorting primary key, b text check (b < 'x' collate sorting));
create view reading as select twice from sized;
create sequence line;
create table base (id integer not null, n text);
create table middle (id integer not null) inherits (base);
create table low () inherits (base, middle);
create table r (id integer primary key);
create table p (id integer, k integer, r_id integer references r, primary key (k, id)) partition by list (k);
create table p1 partition of p for values in (1);
create table tree (id integer, k integer, up integer, primary key (id, k)) partition by list (k);
create table tree1 partition of tree for values in (1);
alter table tree add constraint above foreign key (up, k) references tree;
"""
"""Names that change their kind, numbers of another size, a column that is to be computed though a view reads it,
another collation of the same name, tables that begin to inherit columns which they lack, a key with other partitions,
a partition that goes though foreign keys to its parent refer to it.
"""

_CALLED = """
create function a(integer) returns integer language sql immutable as 'select $1';
create function b(integer) returns integer language sql immutable as 'select public.a($1)';
create table t (id integer, n integer default b(1), g integer generated always as (b(id)) stored);
create materialized view m as select b(n) as x from t;
create type name_of as (id integer);
create table typed (v name_of, w name_of[]);
create function typing(name_of) returns integer language sql as 'select 1';
create table numbered (id integer generated always as identity, n text);
create table likewise (id bigint);
create table tree (id integer, d date, v integer) partition by list (id);
create table branch partition of tree for values in (1) partition by range (d);
create table leaf partition of branch for values from ('2024-01-01') to ('2025-01-01');
create unique index of_all on tree (v, id, d);
create type key as enum ('a', 'b', 'c');
create table keyed (id integer, k key not null, other key[], primary key (id, k)) partition by list (k);
create table keyed_a partition of keyed for values in ('a');
create table keyed_b partition of keyed for values in ('b', 'c');
insert into keyed values (1, 'a', '{b}'), (2, 'b', null);
create table heir_of (a integer);
create table heir (b integer generated always as (a - 2) stored) inherits (heir_of);
create collation sorted_by (provider = libc, locale = 'C');
create type sorted as (x text collate sorted_by);
create domain sort as text collate sorted_by;
create table sorting (a text collate sorted_by primary key, b sort, c sorted);
create text search dictionary words (template = snowball, language = english);
create text search configuration search (copy = simple);
alter text search configuration search alter mapping for asciiword with words;
create table searched (a text, v tsvector generated always as (to_tsvector('search', a)) stored);
create table row_of (a integer, b text);
create table rows_of (v row_of default row(1, 'x'), w row_of[]);
create view seen as select (v).a from rows_of;
insert into rows_of values (row(1, 'x'), array[row(2, 'y')::row_of]);
create language spoken handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create function said() returns integer language spoken as 'begin return 1; end';
"""
_CALLING = """
create function a(integer, integer default 2) returns integer language sql immutable as 'select $1 + $2';
create function b(integer) returns integer language sql immutable return public.a($1);
create table t (id integer, n integer default b(2), g integer generated always as (b(id) + a(n)) stored);
create materialized view m as select b(n) as x from t;
create sequence name_of;
create table typed (id integer default nextval('name_of'));
create table numbered (id integer generated always as identity, n text);
create table likewise (like numbered including all);
create table tree (id integer, d date, v integer) partition by list (id);
create table branch partition of tree for values in (1) partition by range (d, id);
create table leaf partition of branch for values from ('2024-01-01', minvalue) to ('2025-01-01', maxvalue);
create index of_all on tree (v) where v > 1;
create index on only branch (d);
create type key as enum ('b', 'a');
create table keyed (id integer, k key not null default 'a', other key[], primary key (id, k)) partition by list (k);
create table keyed_a partition of keyed for values in ('a');
create table keyed_b partition of keyed for values in ('b');
create table heir_of (a bigint);
create table heir (b integer generated always as (a - 2) stored) inherits (heir_of);
create collation sorted_by (provider = libc, locale = 'POSIX');
create type sorted as (x text collate sorted_by);
create domain sort as text collate sorted_by;
create table sorting (a text collate sorted_by primary key, b sort, c sorted);
create text search dictionary words (template = snowball, language = german);
create text search configuration search (copy = simple);
alter text search configuration search alter mapping for asciiword with words;
create table searched (a text, v tsvector generated always as (to_tsvector('search', a)) stored);
create table row_of (a bigint, b text, c integer);
create table rows_of (v row_of default row(1, 'x', 2), w row_of[]);
create view seen as select (v).a from rows_of;
create trusted language spoken handler plpgsql_call_handler;
create function said() returns integer language spoken as 'begin return 1; end';
create language unspoken handler plpgsql_call_handler validator plpgsql_validator;
comment on language unspoken is 'of no extension';
"""
"""What is called means another function than before though the words are the same, a name becomes free for a sequence
that a default names, an identity copied from another table has numbers of another type than its column, a partition
that is made anew brings an index of the name that its parent's gets, an enum that partition keys use loses a label, an
inherited column that others are computed from gets another type, a collation changes that types name, a dictionary
that a computed column uses, a column of a table of which others store rows; languages are of no extension.
"""

_INNER = """
create type inner_type as (x integer, y text);
create type outer_type as (p inner_type, q integer[], more inner_type[]);
create table nested (v outer_type, w outer_type[]);
create type mood as enum ('glad', 'sad', 'bad');
create type felt as (x mood, y mood);
create table feeling (f felt, g felt[]);
insert into feeling values (row('glad', 'sad'), array[row('glad', 'sad')::felt]);
insert into nested values
    (row(row(1, 'a'), '{2}', array[row(3, 'b')::inner_type]), array[row(null, '{4}', null)::outer_type]);
create table told (a integer, b text);
create function telling() returns setof told language sql as 'select * from public.told';
create view read as select * from telling();
insert into told values (1, 'a');
create table row_of (a integer, b text);
create table rows_in (id integer, v row_of);
create table rows_within (x rows_in);
insert into rows_within values (row(1, row(2, 'b'))::rows_in);
create function usual() returns text language sql as $$select 'a'$$;
create domain named as text default usual() check (value <> usual());
create table named_so (n named);
"""
_OUTER = """
create type inner_type as (y text, x bigint);
create type outer_type as (q integer[], p inner_type, more inner_type[]);
create type mood as enum ('sad', 'glad');
create type felt as (y mood, x mood);
create table feeling (f felt, g felt[]);
create table nested (v outer_type, w outer_type[]);
create table told (b text, c integer, a integer);
create function telling() returns setof told language sql as 'select * from public.told';
create view read as select a, b, c from telling();
create view read_on as select * from read;
create table row_of (a text, b text);
create table rows_in (id integer, v row_of);
create table rows_within (x rows_in);
create function usual(integer default 1) returns varchar language sql as $$select 'a'$$;
create domain named as text default usual(2) check (value <> usual(3));
create table named_so (n named);
"""
"""Attributes in another order within types that are stored, with values; columns that a view tells by their position;
rows within stored rows; another function of the same name, which a domain's default calls.
"""
_NESTED = """
select ((v).p).x, ((v).p).y, (v).q[1], (v).more[1].x, (v).more[1].y, w[1].q[1], (((r.x).v).a)::text, told.b,
    (f).x::text, g[1].y::text
from nested, rows_within r, told, feeling
"""
"""values in what changes around them"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(_ONE, _OTHER, id="there"),
        pytest.param(_OTHER, _ONE, id="back", marks=pytest.mark.slow),
        pytest.param(_CALLED, _CALLING, id="called"),
        pytest.param(_CALLING, _CALLED, id="calling", marks=pytest.mark.slow),
        pytest.param(_INNER, _OUTER, id="outward"),
        pytest.param(_OUTER, _INNER, id="inward", marks=pytest.mark.slow),
    ],
)
def test_what_must_be_taken_apart_arrives(shadow: Shadow, tmp_path: Path, before: str, after: str) -> None:
    """The script runs as it is, and no reading of ours nor pg_dump sees a difference; values are told as before."""
    start, end = (built(shadow, text) for text in (before, after))
    found = diff_sources(Work(Settings(str(tmp_path), str(tmp_path)), None, shadow), start.dsn, end.dsn, ())
    with start.open() as session, end.open() as other:
        had = session.rows(_NESTED) if before == _INNER else None
        run_all(session, found.sql)
        assert compare(read_catalog(session), read_catalog(other)) == ()
        assert had is None or session.rows(_NESTED) == had
    assert normalised(plain(start.dsn)) == normalised(plain(end.dsn))

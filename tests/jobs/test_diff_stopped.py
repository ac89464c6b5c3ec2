"""`difftool diff` asks the rows of the database that its script begins with whether they would stop it."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.diff.compare import compare
from difftool.errors import DataRefused
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.work import Work
from difftool.model.drift import Difference
from difftool.model.profile import Settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import LOADER, Scratch, Shadow
from tests.jobs.building import built, run_all

_LOOSE = """
create table people (id integer primary key);
create type state as enum ('open', 'done', 'gone');
create table jobs (id integer primary key, person integer, name text, kind state, size text, tags integer);
create table notes (id integer primary key, said text, person integer);
insert into jobs values (1, 9, 'a', 'gone', 'x', 4), (2, null, 'b', 'open', '2', null);
insert into notes values (7, null, 3), (8, 'a', null), (9, 'a', null);
"""
_STRICT = """
create table people (id integer primary key);
create type state as enum ('open', 'done');
create table jobs (id integer primary key, person integer, name text, kind state, size integer, tags integer[]);
create table notes (
    id integer primary key, said text not null unique, person integer references people, seen integer not null
);
"""
_ANEW = """
create function enough(integer) returns boolean language sql immutable as 'select $1 > 5';
create table counted (id integer, n integer check (enough(n)));
create table doubled (n integer, twice integer);
create table split (id integer not null);
create type mood as enum ('glad', 'sad');
create table felt (m mood);
insert into counted values (1, 6);
insert into doubled values (1, 1), (2, 1);
insert into split values (1);
insert into felt values ('sad');
"""
_OTHERWISE = """
create function enough(a integer, b integer default 3) returns boolean language sql immutable as 'select a > b';
create table counted (id integer, n integer check (enough(n)));
create table doubled (n integer, twice integer generated always as (n * 2) stored unique);
create table split (id integer not null check (id > 0)) partition by list (id);
create type mood as enum ('glad', 'sad', 'bad');
create domain bearable as mood check (value <> 'bad');
create table felt (m bearable);
create table split_1 partition of split for values in (1);
"""


def _difference(shadow: Shadow, folder: Path, before: Scratch, after: Scratch) -> Difference:
    return diff_sources(Work(Settings(str(folder), str(folder)), None, shadow), before.dsn, after.dsn, ())


def test_rows_that_would_stop_the_script_refuse_it(shadow: Shadow, tmp_path: Path) -> None:
    """Each statement that rows break is told with their number and keys, and no script is given."""
    start, end = built(shadow, _LOOSE), built(shadow, _STRICT)
    with pytest.raises(DataRefused, match="rows of FROM would stop the script") as refused:
        _difference(shadow, tmp_path, start, end)
    told = " ".join(" ".join(refused.value.details).split())
    for words in (
        "1 of 2 rows of jobs hold in kind a label that goes: gone e.g. 1",
        "1 of 2 rows of jobs hold in size what cannot be converted as integer e.g. 1",
        "1 of 2 rows of jobs hold in tags what cannot be converted as integer[] e.g. 1",
        "1 of 3 rows of notes hold NULL in said e.g. 7",
        "3 of 3 rows of notes would have no value in the new column seen e.g. 7, 8, 9",
        "1 of 3 rows of notes repeat a value of said e.g. a",
        "notes.person -> people",
        "Nothing was changed.",
    ):
        assert words in told
    assert "To resolve it" not in told


def test_rows_that_come_to_fit_stop_nothing(shadow: Shadow, tmp_path: Path) -> None:
    """What is computed anew, by another function, or in a table that is made anew, is not judged by the old values."""
    start, end = built(shadow, _ANEW), built(shadow, _OTHERWISE)
    found = _difference(shadow, tmp_path, start, end)
    with start.open() as session, end.open() as other:
        run_all(session, found.sql)
        assert compare(read_catalog(session), read_catalog(other)) == ()
        assert session.rows("select twice from doubled order by n") == [(2,), (4,)]


def test_rows_that_cannot_be_asked_are_said(shadow: Shadow, tmp_path: Path) -> None:
    """Where a policy may hide rows from the role, there is a script, and the difference says that nobody asked."""
    made = "create table public.t (a integer); alter table public.t enable row level security, force row level security"
    start, end = shadow.create(), shadow.create()
    for side, text in ((start, made), (end, f"{made}; alter table public.t add check (a > 0)")):
        with side.open() as superuser, side.open_as_loader() as session:
            superuser.execute(f"grant create on schema public to {LOADER}")
            run_all(session, text)
    work = Work(Settings(str(tmp_path), str(tmp_path)), None, shadow)
    (said,) = diff_sources(work, start.loader_dsn, end.loader_dsn, ()).information
    assert said.startswith("the rows were not asked whether they fit: query would be affected by row-level security")

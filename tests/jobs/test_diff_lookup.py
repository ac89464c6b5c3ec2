"""`difftool diff` between databases: whose functions leave schemas out, and where their names are found."""

from __future__ import annotations

from pathlib import Path

from difftool.diff.compare import compare
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.work import Work
from difftool.model.profile import Settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Scratch, Shadow
from tests.jobs.building import built, run_all

_BEFORE = """
create schema app; create schema "Odd"; create table "Odd".t (a integer);
create function app.low(text) returns text language sql immutable as 'select pg_catalog.lower($1)';
set search_path = app;
create function app.plain(text) returns text language sql immutable as 'select low($1)';
create table app.jobs (id integer, name text check (app.plain(name) <> 'none'));
insert into app.jobs values (1, 'one');
"""
_AFTER = f"""
{_BEFORE}
create type app.state as enum ('open', 'done');
create function app.first() returns app.state language plpgsql stable as 'begin return ''open''::state; end';
alter table app.jobs add state app.state default app.first();
create table app.log (id integer);
create function app.logged() returns setof app.log language sql as 'select * from log';
create materialized view app.seen as select id from app.logged() with no data;
"""


def _difference(shadow: Shadow, folder: Path, before: Scratch, after: Scratch) -> str:
    work = Work(Settings(str(folder), str(folder)), None, shadow)
    return diff_sources(work, before.dsn, after.dsn, ()).sql


def test_functions_find_what_lies_beside_them(shadow: Shadow, tmp_path: Path) -> None:
    """The script looks for names in all schemas, so defaults and checks are computed whatever path its session has."""
    start, end = built(shadow, _BEFORE), built(shadow, _AFTER)
    sql = _difference(shadow, tmp_path, start, end)
    with start.open() as session, end.open() as other:
        session.execute("set search_path = nowhere")
        run_all(session, sql)
        assert session.rows("select id, state::text from app.jobs") == [(1, "open")]
        assert compare(read_catalog(session), read_catalog(other)) == ()
    assert 'SET search_path = public, "Odd", app;\n' in sql


def test_the_script_sets_what_the_database_has_otherwise(shadow: Shadow, tmp_path: Path) -> None:
    """Names are looked for where the databases look first; a setting that changes what a text says is set back."""
    made = "create schema app; create table app.t (a text default 'x')"
    start, end = built(shadow, made), built(shadow, made.replace("'x'", r"'\x'"))
    unusual = ("search_path = app, public", "standard_conforming_strings = off", "default_tablespace = pg_default")
    for setting in unusual:
        shadow.execute(f"alter database {start.name} set {setting}")
    sql = _difference(shadow, tmp_path, start, end)
    first = [line for line in sql.splitlines() if line.startswith("SET ")]
    assert first == [
        "SET check_function_bodies = off;",
        "SET search_path = app, public;",
        "SET default_tablespace = '';",
        "SET standard_conforming_strings = 'on';",
    ]
    with start.open() as session, end.open() as other:
        run_all(session, sql)
        assert compare(read_catalog(session), read_catalog(other)) == ()

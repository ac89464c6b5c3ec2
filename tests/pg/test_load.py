from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.errors import SnapshotError
from difftool.model.profile import SnapshotFile
from difftool.pg.load import load
from difftool.pg.shadow import Role, Scratch, Shadow

DUMP = r"""
\restrict x
SET statement_timeout = 0; SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
COMMENT ON EXTENSION citext IS 'x';
CREATE TABLE public.t (id int primary key, c public.citext);
ALTER TABLE public.t OWNER TO load_app;
CREATE INDEX ON public.t (c);
GRANT SELECT ON public.t TO load_anon;
ALTER SCHEMA public OWNER TO pg_database_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE load_app IN SCHEMA public GRANT SELECT ON TABLES TO load_anon;
CREATE FUNCTION public.f() RETURNS event_trigger LANGUAGE plpgsql LEAKPROOF AS $$ begin raise 'x'; end $$;
CREATE EVENT TRIGGER load_e ON ddl_command_start EXECUTE FUNCTION public.f();
CREATE TABLE public.s (id serial);
ALTER TABLE public.s OWNER TO load_boss;
CREATE PUBLICATION load_p FOR ALL TABLES;
CREATE POLICY p ON public.t TO load_app USING (true);
"""

HOSTILE = {
    "copy (select 1) to program 'id'": "reads no files",
    "do $$ begin execute 'copy (select 1) to program ''id'''; end $$": "permission denied|must be superuser",
    "drop database postgres": "belongs to the server",
    "alter system set work_mem = 1": "belongs to the server",
    "create table a (); commit; create table b ()": "no transactions of its own",
    "select pg_read_file('/etc/passwd')": "permission denied",
    "set role difftool_shadow": "does not choose who runs it",
    "do $$ begin set role difftool_shadow; end $$": "permission denied",
    "do $$ begin set role load_boss; end $$; create table x (); alter table x owner to load_boss": (
        "permission denied"
    ),
    "create table x (); alter table x owner to pg_execute_server_program;"
    "do $$ begin set role pg_execute_server_program; end $$": "permission denied",
    "alter function pg_read_file(text) owner to load_app": "hands over what is the server's",
    "create function g() returns text security definer language sql as 'select 1';"
    "alter function g() owner to difftool_shadow": "gives to its superuser",
    "create extension dblink; alter function dblink_connect_u(text) owner to load_app": "hands over",
    "create extension dblink;select * from dblink('dbname=postgres user=difftool_shadow', 'select 1') t (a int)": (
        "password"
    ),
}


@pytest.fixture
def scratch(shadow: Shadow) -> Iterator[Scratch]:
    made = shadow.create()
    yield made
    shadow.drop(made)


def test_a_dump_loads_as_it_is(shadow: Shadow, scratch: Scratch) -> None:
    """What pg_dump writes loads: owners, extensions, publications, and event triggers that stay disabled."""
    shadow.create_roles([Role("load_boss", superuser=True)])
    load(shadow, scratch, [SnapshotFile("a.sql", DUMP)], "public")
    with scratch.open() as session:
        owned = "select relname, relowner::regrole::text from pg_class where relname in ('s', 't')"
        owners: dict[str, str] = dict(session.rows(owned))
        assert owners == {"t": "load_app", "s": "load_boss"}
        assert session.value("select evtenabled from pg_event_trigger") == "D"
        assert session.value("select proleakproof from pg_proc where proname = 'f'")
    assert not shadow.maintenance.rows("select 1 from pg_auth_members where member = 'difftool_loader'::regrole")


@pytest.mark.parametrize("sql", HOSTILE)
def test_a_hostile_snapshot_gets_nowhere(shadow: Shadow, scratch: Scratch, sql: str) -> None:
    """No snapshot reaches the server, its files, other databases or a superuser; the error names its line."""
    shadow.create_roles([Role("load_boss", superuser=True)])
    with pytest.raises(SnapshotError, match=HOSTILE[sql]) as caught:
        load(shadow, scratch, [SnapshotFile("bad.sql", sql)], "public")
    assert str(caught.value).startswith("bad.sql:1: ")


def test_a_loop_without_end_is_ended(shadow: Shadow, scratch: Scratch) -> None:
    """A block that catches its own cancellation is ended all the same."""
    catching = "begin perform pg_sleep(9); exception when query_canceled then null; end"
    loop = f"do $$ begin loop {catching}; end loop; end $$"
    with pytest.raises(SnapshotError, match=r"x\.sql:1: this ran for more than 0\.5 s"):
        load(shadow, scratch, [SnapshotFile("x.sql", loop)], "public", timeout=0.5)


@pytest.mark.parametrize(
    ("sql", "message", "line"),
    [
        (
            "create table a (x int references users (id))",
            'a.sql:2: relation "users" does not',
            "  public.users: {",
        ),
        ("create view v as select auth.uid()", 'a.sql:2: schema "auth" does not', "  function auth.uid():"),
        ("create table a (x mood)", 'a.sql:2: type "mood" does not', "  type public.mood: {}"),
    ],
)
def test_what_is_missing_names_the_line_to_add(
    shadow: Shadow, scratch: Scratch, sql: str, message: str, line: str
) -> None:
    """An object that is neither managed nor declared is an error with the line for `externals:`."""
    with pytest.raises(SnapshotError) as caught:
        load(shadow, scratch, [SnapshotFile("a.sql", f"select 1;\n{sql}")], "public")
    assert str(caught.value).startswith(message)
    assert caught.value.details[1].startswith(line)

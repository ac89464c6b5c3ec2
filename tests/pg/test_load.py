from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.errors import SnapshotError
from difftool.model.profile import SnapshotFile
from difftool.pg.load import load
from difftool.pg.roles import Role
from difftool.pg.shadow import Scratch, Shadow

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
FOREIGN = """
CREATE EXTENSION postgres_fdw; CREATE EXTENSION file_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example.com');
ALTER SERVER far OWNER TO load_app;
CREATE FOREIGN TABLE public.orders (id integer DEFAULT 1, CHECK (id > 0)) SERVER far OPTIONS (table_name 'orders');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.lines (line text NOT NULL) SERVER files OPTIONS (filename '/tmp/x.csv', format 'csv');
ALTER FOREIGN TABLE public.lines OWNER TO load_app;
COMMENT ON FOREIGN TABLE public.lines IS 'of a file';
COMMENT ON COLUMN public.lines.line IS 'one';
GRANT SELECT ON TABLE public.lines TO load_anon;
CREATE FOREIGN DATA WRAPPER bare;
GRANT USAGE ON FOREIGN DATA WRAPPER bare TO load_anon;
CREATE SERVER nothing FOREIGN DATA WRAPPER bare;
"""
ORDER = """
CREATE TYPE public.mood AS ENUM ('low', 'high');
CREATE FUNCTION public.less(public.mood, public.mood) RETURNS boolean LANGUAGE sql AS 'select true';
CREATE FUNCTION public.order_of(public.mood, public.mood) RETURNS integer LANGUAGE sql AS 'select 1';
CREATE OPERATOR public.<# (FUNCTION = public.less, LEFTARG = public.mood, RIGHTARG = public.mood);
CREATE OPERATOR FAMILY public.moods USING btree;
CREATE OPERATOR CLASS public.moods FOR TYPE public.mood USING btree FAMILY public.moods AS
    OPERATOR 1 public.<#(public.mood,public.mood) ,
    FUNCTION 1 (public.mood, public.mood) public.order_of(public.mood,public.mood);
ALTER OPERATOR CLASS public.moods USING btree OWNER TO load_app;
"""
FILE = (
    "create extension file_fdw; create server s foreign data wrapper file_fdw;"
    "create foreign table lines (line text) server s options (filename '/etc/passwd');"
)
EVIL = (
    "create function evil({}) returns {} language plpgsql immutable as $$ begin raise 'ran as %', current_user; end $$;"
)

HOSTILE = {
    FILE + "create materialized view m as select * from lines": "permission denied for foreign table",
    FILE
    + "grant select on lines to public; do $$ begin raise '%', (select line from lines); end $$": "permission denied",
    FILE + EVIL.format("", "text") + "create table p (line text) partition by list (line);"
    "alter table p attach partition lines for values in (evil())": "ran as difftool_loader",
    EVIL.format("text[], oid", "void") + "create foreign data wrapper w validator evil options (a 'b')": "no extension",
    "create extension postgres_fdw; create schema x;"
    + EVIL.format("text[], oid", "void").replace("evil", "x.postgres_fdw_validator")
    + "set search_path = x, public; create foreign data wrapper w validator postgres_fdw_validator": "no extension",
    EVIL.format("regclass, regclass", "integer")
    + "create operator class c default for type regclass using btree as function 1 evil(regclass, regclass)": (
        "a type that the snapshot does not make"
    ),
    "create operator family pg_catalog.f using btree": "permission denied for schema pg_catalog",
    "create extension postgres_fdw; create server s foreign data wrapper postgres_fdw options (host 'localhost');"
    "create foreign table f (a int) server s; select * from f": "user mapping not found",
    "copy (select 1) to program 'id'": "reads no files",
    "do $$ begin execute 'copy (select 1) to program ''id'''; end $$": "permission denied|must be superuser",
    "drop database postgres": "belongs to the server",
    "alter system set work_mem = 1": "belongs to the server",
    "create table a (); commit; create table b ()": "no transactions of its own",
    "select pg_read_file('/etc/passwd')": "permission denied",
    "declare c cursor with hold for select 1; fetch all from c": "FETCH is not supported",
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


def test_foreign_data_loads(shadow: Shadow, scratch: Scratch) -> None:
    """Servers and foreign tables of extensions that are there, with owners, comments and grants; no right is left."""
    load(shadow, scratch, [SnapshotFile("a.sql", FOREIGN)], "public")
    with scratch.open() as session:
        owners = "select relname, relowner::regrole::text from pg_class where relkind = 'f' order by 1"
        assert session.rows(owners) == [("lines", "load_app"), ("orders", "difftool_loader")]
        assert session.value("select has_table_privilege('load_anon', 'lines', 'select')")
        left = "select fdwname, fdwacl::text from pg_foreign_data_wrapper where fdwacl is not null"
        assert [name for name, _ in session.rows(left)] == ["bare"]
        assert "loader" not in session.rows(left)[0][1]


def test_operator_classes_load(shadow: Shadow, scratch: Scratch) -> None:
    """An operator class over a type of the snapshot loads, and is handed over as pg_dump says."""
    load(shadow, scratch, [SnapshotFile("a.sql", ORDER)], "public")
    with scratch.open() as session:
        assert session.value("select opcowner::regrole::text from pg_opclass where opcname = 'moods'") == "load_app"


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


def test_rows_of_queries_stay_in_the_server(shadow: Shadow, scratch: Scratch) -> None:
    """A query of a snapshot runs, as pg_dump's settings do, but no row of it gets here, where memory could end."""
    queries = (
        "select set_config('search_path', 'later', false)",
        "(select 7 as seven into later.t)",
        "select set_config('client_encoding', 'LATIN1', false)",  # a euro cannot be sent any more
        "select chr(8364) from later.t",
        "prepare euro as select chr(8364)",
        "execute euro",
    )
    load(shadow, scratch, [SnapshotFile("a.sql", "create schema later;" + ";".join(queries))], "public")
    with scratch.open() as session:
        assert session.value("select seven from later.t") == 7


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

from __future__ import annotations

import pytest

from difftool.sql.parse import UNCLASSIFIED, kind_of, without_leakproof
from difftool.sql.routes import Route, route

CASES = {
    Route.PLAIN: [
        "create table t (a int)",
        "do $$ begin end $$",
        "select pg_catalog.set_config('search_path', '', false)",
        "set search_path = public",
        "create publication p for table t",
        "create server s foreign data wrapper w",
        "create foreign table f (a text default g()) server s options (table_name 'x')",
        "create foreign table f (a text default g()) server s options (filename '/x')",
        "create foreign table f (a text check (g(a))) server s options (program 'x')",
        "create foreign table f partition of p for values in (g()) server s options (program 'x')",
        "alter table t owner to a, add column b int",
        "create table t (a int not null no inherit enforced virtual)",
    ],
    Route.SUPERUSER: [
        "create extension citext",
        "comment on extension citext is 'x'",
        "create publication p for all tables",
        "create publication p for tables in schema a",
        "alter function f() leakproof",
        "grant usage on foreign data wrapper w to a",
    ],
    Route.TRUSTED: [
        "create foreign data wrapper w handler h validator v",
        "alter foreign data wrapper w validator v",
        "create operator family f using gist",
        "create operator class c for type a.m using btree as operator 1 <, function 1 (a.m, a.m) f(a.m, a.m)",
        "create foreign table f (a text not null) server s options (filename '/x')",
    ],
    Route.OWNERSHIP: [
        "alter table t owner to a",
        "alter schema public owner to a",
        "alter default privileges for role a grant select on tables to b",
    ],
    Route.LAST: ["create event trigger e on ddl_command_start execute function f()"],
    Route.IGNORED: [
        "set statement_timeout = 0",
        "set transaction_timeout = 0",
        "set standard_conforming_strings = on",
        "alter event trigger e enable",
    ],
    Route.REFUSED: [
        "begin",
        "commit",
        "savepoint a",
        "prepare transaction 'a'",
        "copy t to program 'id'",
        "copy t from '/etc/passwd'",
        "drop database x",
        "create database x",
        "alter database x owner to y",
        "grant connect on database x to y",
        "alter system set work_mem = 1",
        "create role x",
        "alter role x superuser",
        "grant a to b",
        "grant set on parameter work_mem to a",
        "load 'x'",
        "set role a",
        "set session authorization a",
        "set standard_conforming_strings = off",
        "create function f() returns int language c as 'a', 'b'",
        "create type t (input = a, output = b)",
        "security label on table t is 'x'",
        "select 1; select 2",
        "insert into t values (1)",
        "with a as (select 1) update t set b = 1",
        "delete from t",
        "truncate t",
        "create operator class c for type m using gin as operator 1 <, function 1 f(m)",
        "create operator class c for type m using hash as operator 1 =(text, text)",
        "create operator class c for type m using btree as function 1 (m, m) f(internal)",
        "create operator class c for type m using btree as operator 1 <, storage int",
    ],
}


@pytest.mark.parametrize(("wanted", "sql"), [(wanted, sql) for wanted, texts in CASES.items() for sql in texts])
def test_each_form_goes_where_it_is_safe(wanted: Route, sql: str) -> None:
    """Only forms that run no code of the snapshot reach a superuser; what leaves the schema is refused."""
    assert route(kind_of(sql)).route is wanted


def test_what_the_grammar_does_not_know_is_unclassified() -> None:
    """Unknown syntax is no error here: the server decides, for a plain login."""
    form = kind_of("create tabel t")
    assert (form.kind, route(form).route) == (UNCLASSIFIED, Route.PLAIN)


def test_roles_are_found_wherever_they_stand() -> None:
    """Roles are known before a statement runs, so that they can be made."""
    assert kind_of("grant select on t to a, public, current_user").roles == {"a"}
    assert kind_of("create policy p on t to b using (true)").roles == {"b"}


def test_leakproof_is_taken_out_where_it_stands() -> None:
    """Only the attribute goes, not the same word in a name or a body, nor after letters of several bytes."""
    sql = "create function leakproof(é int) returns text leakproof language sql as 'leakproof'"
    wanted = "create function leakproof(é int) returns text  language sql as 'leakproof'"
    assert without_leakproof(sql, kind_of(sql)) == wanted
    plain = "create function f() returns int not leakproof language sql as 'select 1'"
    assert without_leakproof(plain, kind_of(plain)) is None

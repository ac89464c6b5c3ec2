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
        "alter table t owner to a, add column b int",
        "create table t (a int not null no inherit enforced virtual)",
    ],
    Route.SUPERUSER: [
        "create extension citext",
        "comment on extension citext is 'x'",
        "create publication p for all tables",
        "create publication p for tables in schema a",
        "alter function f() leakproof",
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

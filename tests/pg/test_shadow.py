"""What a shadow gives: fresh databases, a plain loader, stand-in roles; and which servers it refuses."""

from __future__ import annotations

import os
from collections.abc import Callable

import psycopg2
import pytest

from difftool.errors import ConfigError, PrivilegeMissing, Unreachable
from difftool.pg.binaries import WHEEL, discover, pg_dump
from difftool.pg.connection import system_identifier
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import PREFIX, Scratch, Shadow, open_shadow


@pytest.fixture
def scratch(shadow: Shadow) -> Scratch:
    return shadow.create()


def test_words_about_it(shadow: Shadow) -> None:
    """It says which PostgreSQL it is, and that it is ours."""
    assert shadow.own
    server = discover(explicit=os.environ.get("DIFFTOOL_TEST_SERVER", ""))
    assert (shadow.origin, shadow.major) == (server.title, server.major)


def test_a_template_is_copied(shadow: Shadow, scratch: Scratch) -> None:
    """A database made from another has its tables and rows, and changing it leaves the other alone."""
    with scratch.open_as_loader() as session:
        session.execute("create table t as select 1 as a")
    copy = shadow.create(scratch.name)
    with copy.open_as_loader() as session:
        assert session.rows("table t") == [(1,)]
        session.execute("drop table t")
    with scratch.open() as session:
        assert session.rows("table t") == [(1,)]


def test_dropping_takes_no_heed_of_sessions(shadow: Shadow, scratch: Scratch) -> None:
    """A database is dropped although somebody is connected; dropping it twice is no error."""
    with scratch.open() as session:
        session.execute("select 1")
        shadow.drop(scratch)
        shadow.drop(scratch)
    assert not shadow.maintenance.rows("select 1 from pg_database where datname = %s", [scratch.name])


def test_only_its_own_databases_are_dropped(shadow: Shadow) -> None:
    """A database under another name is never dropped."""
    with pytest.raises(ValueError, match="postgres"):
        shadow.drop(Scratch("postgres", "", ""))


def test_the_loader_is_a_plain_owner(scratch: Scratch) -> None:
    """The loader may create in public and create schemas, and has no attribute of power."""
    with scratch.open_as_loader() as session:
        session.execute("create table public.t ()")
        session.execute("create schema s")
        attributes = session.rows(
            "select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles"
            " where rolname = current_user"
        )
        groups = session.rows("select 1 from pg_auth_members where member = current_user::regrole")
    assert attributes == [(False,) * 5]
    assert groups == []


@pytest.mark.parametrize(
    "sql",
    [
        "select pg_read_file('/etc/passwd')",
        "copy (select 1) to program 'true'",
        "create function f() returns int language c as 'x', 'y'",
        "create role r",
        "create database d",
        "create extension dblink",
        "alter system set fsync = on",
    ],
)
def test_the_loader_has_no_power_over_the_machine(scratch: Scratch, sql: str) -> None:
    """Files, programs, C code, roles, databases and settings of the server are out of its reach."""
    with scratch.open_as_loader() as session, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        session.execute(sql)


def test_the_loader_is_bounded_in_time(scratch: Scratch) -> None:
    """The server itself ends a statement of the loader that takes too long."""
    with scratch.open_as_loader() as session:
        assert session.value("show statement_timeout") == "2min"


def test_other_databases_are_closed_to_roles(shadow: Shadow, scratch: Scratch) -> None:
    """A role of the shadow may connect neither to a scratch database nor to the maintenance database."""
    shadow.create_roles([Role("visitor")])
    for database in (scratch.name, "postgres", "template1"):
        allowed = "select has_database_privilege('visitor', %s, 'connect')"
        assert shadow.maintenance.value(allowed, [database]) is False


def test_roles_stand_in(shadow: Shadow) -> None:
    """Roles have the attributes and memberships asked for, can not log in, and follow a second call."""
    shadow.create_roles([Role("postgres", createdb=True, member_of=("reader", "pg_read_all_data")), Role("reader")])
    shadow.create_roles([Role("reader", bypassrls=True), Role("odd Name")])
    roles = shadow.maintenance.rows(
        "select rolname, rolcreatedb, rolbypassrls, rolcanlogin from pg_roles"
        " where rolname in ('postgres', 'reader', 'odd Name') order by 1"
    )
    assert roles == [
        ("odd Name", False, False, False),
        ("postgres", True, False, False),
        ("reader", False, True, False),
    ]
    for group in ("reader", "pg_read_all_data"):
        assert shadow.maintenance.value("select pg_has_role('postgres', %s, 'member')", [group])


def test_a_new_database_is_as_on_a_fresh_server(database: Session) -> None:
    """Schema public belongs to the database's owner, and nothing of ours is in it."""
    assert database.value("select nspowner::regrole::text from pg_namespace where nspname = 'public'") == (
        "pg_database_owner"
    )
    assert database.value("select count(*) from pg_class where relnamespace = 'public'::regnamespace") == 0


def test_a_named_server_is_used_and_left_clean(shadow: Shadow) -> None:
    """On a server named by URL databases are made and dropped, and roles are only looked for."""
    shadow.create_roles([Role("known")])
    before = set(shadow.maintenance.rows("select datname from pg_database"))
    with open_shadow(shadow.dsn) as named:
        assert not named.own
        scratch = named.create()
        assert scratch.name.startswith(PREFIX)
        with scratch.open_as_loader() as session:
            session.execute("create table t ()")
        named.create_roles([Role("known")])
        with pytest.raises(PrivilegeMissing, match=r'role unheard_of.*CREATE ROLE "unheard_of" NOLOGIN'):
            named.create_roles([Role("known"), Role("unheard_of")])
    assert set(shadow.maintenance.rows("select datname from pg_database")) == before


def test_the_live_server_is_refused(shadow: Shadow) -> None:
    """A URL of the live server, told by its system identifier, is no shadow."""
    live = system_identifier(shadow.maintenance)
    with pytest.raises(ConfigError, match="live server"), open_shadow(shadow.dsn, live_system=live):
        pass


def test_an_older_server_is_refused(shadow: Shadow) -> None:
    """A server older than live is refused with the version to take; one that is not there is unreachable."""
    newer = discover().major + 1
    with pytest.raises(ConfigError, match=f"older than live .{newer}."), open_shadow(live_major=newer):
        pass
    with pytest.raises(Unreachable, match="nothing listens"), open_shadow("postgresql://127.0.0.1:1/x"):
        pass


def test_a_folder_without_a_server_is_refused() -> None:
    """A folder that holds no programs is named in the message."""
    with pytest.raises(ConfigError, match="no PostgreSQL server in /nowhere"), open_shadow("/nowhere"):
        pass


def test_installed_servers_can_be_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """DIFFTOOL_SERVERS=wheel takes the server that came with difftool, whatever is installed."""
    monkeypatch.setenv("DIFFTOOL_SERVERS", "wheel")
    assert discover(15).origin == WHEEL


def test_the_same_version_is_preferred() -> None:
    """An installed server of live's major version is taken, and works as a shadow."""
    found = discover(15)
    if found.major != 15:
        pytest.skip("no PostgreSQL 15 is installed")
    with open_shadow(live_major=15) as shadow:
        assert shadow.major == 15
        copy = shadow.create(shadow.create().name)
        with copy.open_as_loader() as session:
            session.execute("create table public.t ()")


def test_an_explicit_folder_is_taken() -> None:
    """A folder of programs is used as it is, also when its parent is named."""
    folder = discover().folder
    assert discover(15, str(folder)).folder == folder
    assert discover(15, str(folder.parent)).folder == folder


def test_pg_dump_is_the_newest() -> None:
    """pg_dump is at least as new as the server that came with difftool."""
    assert pg_dump().parent == discover(explicit=str(pg_dump().parent)).folder
    assert discover(explicit=str(pg_dump().parent)).major >= discover().major


def test_each_database_is_fresh(new_database: Callable[[], Session]) -> None:
    """Two databases of one test have nothing in common."""
    first, second = new_database(), new_database()
    first.execute("create table t ()")
    assert second.value("select to_regclass('t')") is None

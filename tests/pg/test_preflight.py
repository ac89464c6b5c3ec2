"""What stands in the way of changing a database is found before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from psycopg2.extensions import make_dsn

from difftool.model.preflight import Intent, Obstacle
from difftool.pg.pause import pause
from difftool.pg.preflight import obstacles
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.pg.own_server import OwnServer, own_server

JOBS = Intent(
    locks={"public.jobs": "ACCESS EXCLUSIVE"},
    altered=frozenset({"public.jobs"}),
    written=frozenset({"public.jobs"}),
    statements=("create unique index concurrently jobs_id on public.jobs (id)",),
)


@pytest.fixture
def live(database: Session) -> Session:
    database.execute("create table jobs (id integer)")
    return database


@pytest.fixture
def second(shadow: Shadow, live: Session) -> Iterator[Session]:
    with Session.open(_dsn(shadow, live)) as session:
        yield session


def _dsn(shadow: Shadow, live: Session, **more: str) -> str:
    return make_dsn(shadow.dsn, dbname=live.value("select current_database()"), **more)


@contextmanager
def _starting_with(shadow: Shadow, live: Session, **settings: str) -> Iterator[Session]:
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    with Session.open(_dsn(shadow, live, options=options)) as session:
        yield session


def _codes(found: tuple[Obstacle, ...]) -> dict[str, bool]:
    return {obstacle.code: obstacle.fatal for obstacle in found}


def test_a_quiet_database_has_nothing_in_the_way(live: Session) -> None:
    """Its owner finds nothing, whatever is about to be done."""
    assert obstacles(live, JOBS) == ()


@pytest.mark.parametrize(
    ("setting", "value", "code", "fatal"),
    [
        ("default_transaction_read_only", "on", "read-only", True),
        ("session_replication_role", "replica", "replica-role", True),
        ("track_counts", "off", "track-counts", True),
    ],
)
def test_settings_of_the_role_are_seen(
    shadow: Shadow, live: Session, setting: str, value: str, code: str, fatal: bool
) -> None:
    """As the session got them, whatever we have set since."""
    with _starting_with(shadow, live, **{setting: value}) as session:
        session.execute(f"set {setting} = default")
        session.execute("set default_transaction_read_only = off")
        assert _codes(obstacles(session, JOBS)) == {code: fatal}


def test_a_role_that_owns_nothing_is_told_what_it_lacks(shadow: Shadow, live: Session) -> None:
    """Somebody else's table and schema, no right to make schema difftool: all at once, each with what mends it."""
    shadow.create_roles([Role("bob")])
    live.execute("set role bob")
    found = obstacles(live, JOBS)
    assert _codes(found) == {"ledger": True, "ownership": True, "right": True}
    assert "public.jobs belongs to" in found[1].sentence
    assert found[1].remedy.endswith("to bob")


def test_rights_on_what_statements_use_are_told(shadow: Shadow, live: Session) -> None:
    """Types, functions of triggers and schemas that the role may not use stop it; a function that may run warns."""
    shadow.create_roles([Role("bob")])
    live.execute("""create schema app; create schema hidden; grant usage on schema app to bob;
create type app.mood as enum ('sad');
create function app.f(integer) returns integer language sql as 'select 1';
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
revoke all on function app.f, app.touch from public; revoke usage on type app.mood from public""")
    intent = Intent(
        statements=(
            "alter table public.jobs add column mood app.mood[], add column other app.later",
            "alter table public.jobs add column n integer default app.f(1)",
            "create trigger t before update on public.jobs for each row execute function app.touch()",
            "create index on app.things (id)",
            "alter table public.jobs add foreign key (id) references hidden.users",
        )
    )
    assert not any(each.code == "right" for each in obstacles(live, intent))
    live.execute("set role bob")
    found = [each for each in obstacles(live, intent) if each.code == "right"]
    assert sorted((each.fatal, each.remedy) for each in found) == [
        (False, "its owner can: grant execute on function app.f(integer) to bob"),
        (True, "its owner can: grant create on schema app to bob"),
        (True, "its owner can: grant execute on function app.touch() to bob"),
        (True, "its owner can: grant usage on schema hidden to bob"),
        (True, "its owner can: grant usage on type app.mood to bob"),
    ]


def test_a_member_of_the_owner_may(shadow: Shadow, live: Session) -> None:
    """What counts is membership, not the name."""
    shadow.create_roles([Role("bob"), Role("anna")])
    live.execute("alter table jobs owner to anna")
    live.execute("grant anna to bob")
    try:
        live.execute("set role bob")
        assert "ownership" not in _codes(obstacles(live, JOBS))
    finally:
        live.execute("reset role")
        live.execute("revoke anna from bob")


def test_who_holds_the_table_is_named(live: Session, second: Session) -> None:
    """A transaction that has held a table for more than a moment, with its process."""
    with second.transaction():
        second.execute("select from jobs")
        live.execute("select pg_sleep(1.1)")
        found = obstacles(live, JOBS)
    assert _codes(found) == {"blocker": False}
    assert f"process {second.pid}" in found[0].sentence
    assert "public.jobs" in found[0].sentence


def test_published_rows_need_an_identity(live: Session) -> None:
    """PostgreSQL would refuse to change the rows; with a primary key only the subscribers' definition is left."""
    live.execute("create publication ours for table jobs")
    assert _codes(obstacles(live, JOBS)) == {"replica-identity": True}
    live.execute("alter table jobs add primary key (id)")
    assert _codes(obstacles(live, JOBS)) == {"publication": False}


@pytest.mark.parametrize(
    ("tags", "told"), [("", True), ("when tag in ('CREATE INDEX')", True), ("when tag in ('GRANT')", False)]
)
def test_event_triggers_that_would_fire_are_named(live: Session, tags: str, told: bool) -> None:
    """Only those for our kinds of statements: words that a command tag leaves out do not matter."""
    live.execute("create function watch() returns event_trigger language plpgsql as 'begin end'")
    live.execute(f"create event trigger watching on ddl_command_end {tags} execute function watch()")
    assert ("event-trigger" in _codes(obstacles(live, JOBS))) is told


def test_disk_space_is_told_and_that_nobody_knows_how_much_is_free(
    live: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a rewrite needs beside the old table, by tablespace."""
    monkeypatch.setattr("difftool.pg.preflight_relations.WORTH_TELLING", 1000)
    live.execute("insert into jobs select generate_series(1, 1000)")
    (found,) = obstacles(live, Intent(rewritten=frozenset({"public.jobs"})))
    assert (found.code, found.fatal) == ("disk-space", False)
    assert "tablespace pg_default" in found.sentence
    assert "cannot be known from here" in found.remedy


def test_a_pause_is_told(live: Session) -> None:
    """Whoever looks before applying learns that it would wait."""
    pause(live)
    (found,) = obstacles(live, JOBS)
    assert (found.code, found.fatal) == ("paused", False)
    assert found.remedy == "difftool pause --off lets it go on"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server("max_prepared_transactions = 2", "autovacuum_freeze_max_age = 100000") as started:
        yield started


def test_prepared_transactions_are_told_with_their_name(server: OwnServer) -> None:
    """Nobody's session holds them, and they hold their locks until somebody decides."""
    with Session.open(server.dsn) as session:
        session.execute("create table jobs (id integer)")
        session.execute("begin")
        session.execute("insert into jobs values (1)")
        session.execute("prepare transaction 'forgotten'")
        session.execute("select pg_sleep(1.1)")
        found = obstacles(session, JOBS)
        session.execute("rollback prepared 'forgotten'")
        session.execute("drop table jobs")
    assert _codes(found) == {"blocker": False, "prepared-transaction": False}
    assert all('"forgotten"' in obstacle.sentence for obstacle in found)


def test_tables_near_wraparound_are_told(server: OwnServer) -> None:
    """Their vacuum gives way to nobody: a table older than the limit is named with its age."""
    with Session.open(server.dsn) as session:
        session.execute("create table jobs (id integer)")
        session.execute(
            "do $$ begin for n in 1..100010 loop begin perform pg_current_xact_id();"
            " insert into jobs values (n); exception when division_by_zero then null; end; end loop; end $$"
        )
        (found,) = obstacles(session, JOBS)
        session.execute("drop table jobs")
    assert (found.code, found.fatal) == ("wraparound", False)
    assert found.sentence.startswith("public.jobs is 100,")


def test_a_standby_takes_no_changes(server: OwnServer) -> None:
    """A server in recovery is told to be one, before anything else is tried."""
    server.stop()
    signal = server.cluster.data / "standby.signal"
    signal.touch()
    try:
        with Session.open(server.start()) as session:
            assert obstacles(session, JOBS)[0].code == "standby"
    finally:
        server.stop()
        signal.unlink()
        server.start()

"""`difftool diff` between databases: what a throwaway copy cannot hold, and what only pg_dump sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from difftool.errors import NoProvenPlan
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.work import Work
from difftool.model.drift import Difference
from difftool.model.profile import Settings
from difftool.pg.dump import plain
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.planning.ledger_sql import LEDGER
from difftool.sql.dump_text import normalised
from difftool.sql.split import split

Differ = Callable[[str, str], tuple[Difference, Scratch, Scratch]]
"""from the SQL of two databases: what leads from one to the other, and the two"""

_FREED = "alter subscription {0} disable; alter subscription {0} set (slot_name = none); drop subscription {0}"


@pytest.fixture
def differ(shadow: Shadow, tmp_path: Path) -> Iterator[Differ]:
    made: list[Scratch] = []

    def find(before: str, after: str) -> tuple[Difference, Scratch, Scratch]:
        start, end = (_built(shadow, made, text) for text in (before, after))
        work = Work(Settings(str(tmp_path), str(tmp_path)), None, shadow)
        return diff_sources(work, start.dsn, end.dsn, ()), start, end

    yield find
    for scratch in made:
        _free(scratch)
        shadow.drop(scratch)


def _built(shadow: Shadow, made: list[Scratch], text: str) -> Scratch:
    made.append(shadow.create())
    with made[-1].open() as session:
        _run(session, text)
    return made[-1]


def _run(session: Session, text: str) -> None:
    for piece in split(text):
        session.execute(piece.text)


def _free(scratch: Scratch) -> None:
    """A database with a subscription cannot be dropped."""
    with scratch.open() as session:
        named = "select subname from pg_subscription join pg_database d on d.oid = subdbid where datname = %s"
        for (name,) in session.rows(named, [scratch.name]):
            _run(session, _FREED.format(name))


def _arrives(differ: Differ, before: str, after: str) -> str:
    """Run the script where it should lead, and see that pg_dump sees no difference afterwards; the script."""
    found, start, end = differ(before, after)
    with start.open() as session:
        _run(session, found.sql)
    assert normalised(plain(start.dsn)) == normalised(plain(end.dsn))
    return found.sql


_TRIGGER = """
create function f() returns event_trigger language plpgsql as 'begin raise exception ''no''; end';
create event trigger guard on sql_drop execute function f();
"""


@pytest.mark.parametrize("state", ["enable", "enable always", "enable replica", "disable"])
def test_event_triggers_fire_as_they_should(differ: Differ, state: str) -> None:
    """A new event trigger ends in the state that it has in the target, and stops nothing before."""
    after = f"{_TRIGGER} alter event trigger guard {state}; create table t (id integer)"
    script = _arrives(differ, "create table t (id integer, gone integer)", after)
    assert f"ALTER EVENT TRIGGER guard {state.upper()};" in script


def test_the_state_of_an_event_trigger_alone_is_a_difference(differ: Differ) -> None:
    """Two databases that differ in nothing but whether an event trigger fires are told apart."""
    found, *_ = differ(_TRIGGER, f"{_TRIGGER} alter event trigger guard disable")
    assert [str(change.ident) for change in found.changes] == ["event trigger guard"]
    assert found.statements == ("ALTER EVENT TRIGGER guard DISABLE",)


def test_an_event_trigger_goes_before_what_it_would_stop(differ: Differ) -> None:
    """One that forbids drops is dropped first."""
    _arrives(differ, f"{_TRIGGER} create table t (id integer)", "create function other() returns int return 1")


_SUBSCRIPTION = "create subscription s connection 'dbname=a' publication p with (connect = false, slot_name = none);"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"{_SUBSCRIPTION} comment on subscription s is 'c'"),
        (f"{_SUBSCRIPTION} comment on subscription s is 'c'; alter subscription s set (slot_name = 'x')", ""),
        (_SUBSCRIPTION, _SUBSCRIPTION.replace("dbname=a", "dbname=b")),
        (f"{_SUBSCRIPTION} comment on subscription s is 'c'", _SUBSCRIPTION.replace("p with", "p, q with")),
        (_SUBSCRIPTION, f"{_SUBSCRIPTION} alter subscription s set (binary = true, streaming = on, slot_name = 'x')"),
    ],
)
def test_subscriptions_are_made_equal(differ: Differ, before: str, after: str) -> None:
    """Created, dropped, and altered in place: connection, publications, options, comment."""
    _arrives(differ, before, after)


def test_no_connection_string_is_told(differ: Differ) -> None:
    """A change of the password is seen; only the script holds it."""
    secret = _SUBSCRIPTION.replace("dbname=a", "dbname=a password=verysecret")
    found, *_ = differ(_SUBSCRIPTION, secret)
    assert "verysecret" in found.sql
    assert "verysecret" not in repr(found.changes)


_SERVER = "create foreign data wrapper w; create server s foreign data wrapper w;"


@pytest.mark.slow
def test_options_of_user_mappings_are_made_equal(differ: Differ) -> None:
    """Mappings come, go, and change with their passwords, of which the changes say nothing."""
    before = f"{_SERVER} create user mapping for public server s options (password 'one')"
    after = f"{_SERVER} create user mapping for public server s options (password 'verysecret')"
    assert "verysecret" in _arrives(differ, before, after)
    assert "verysecret" not in repr(differ(before, after)[0].changes)
    _arrives(differ, before, "")
    _arrives(differ, "", after)


def test_what_hangs_on_a_server_is_put_back(differ: Differ) -> None:
    """A server that must be made again takes its foreign tables, their views and its mappings along, and back."""
    text = "create server s foreign data wrapper {}; create user mapping for public server s options (a 'b');"
    table = "create foreign table t (a integer, b integer generated always as (a + 1) stored) server s;"
    hanging = f"{table} create view v as select a, b from t; comment on view v is 'c'"
    wrappers = "create foreign data wrapper w; create foreign data wrapper x;"
    _arrives(differ, f"{wrappers} {text.format('w')} {hanging}", f"{wrappers} {text.format('x')} {hanging}")


def test_default_privileges_of_the_role_act(differ: Differ) -> None:
    """What the role that connects gives by default is taken back where the target has it otherwise."""
    default = "alter default privileges revoke execute on functions from public;"
    function = "create function f() returns int return 1;"
    _arrives(differ, default, f"{default} {function} grant execute on function f to public")
    _arrives(differ, default, f"{default} {function}")


def test_what_only_pg_dump_sees_is_no_clean(differ: Differ) -> None:
    """Privileges on PostgreSQL's own functions are not read: where they differ, that is said, not passed over."""
    with pytest.raises(NoProvenPlan) as raised:
        differ("", "revoke execute on function pg_catalog.pg_sleep(double precision) from public")
    assert raised.value.details == ("pg_dump sees another acl pg_catalog.FUNCTION pg_sleep(double precision)",)


def test_a_name_becomes_another_kind_of_object(differ: Differ) -> None:
    """A composite type and a view give way to tables whose columns have the names of theirs."""
    before = "create type c as (a int, b text); create view v as select 1 as a; comment on column v.a is 'c'"
    _arrives(differ, before, "create table c (a int, b text); create table v (a int)")
    _arrives(differ, "create table c (a int, b text); create table v (a int)", before)


def test_a_sequence_gets_its_column_whoever_owns_that(differ: Differ) -> None:
    """A serial column of a role's table is built as it is, its sequence owned by the column and the role."""
    role = "do $$ begin create role owner_of_serial; exception when duplicate_object then null; end $$;"
    _arrives(differ, role, "create table t (id serial primary key); alter table t owner to owner_of_serial")


@pytest.mark.slow
def test_privileges_on_members_of_extensions_are_made_equal(differ: Differ) -> None:
    """What was granted on an extension's own objects, or revoked, is; the grant option too."""
    before = "create extension citext; grant execute on function citext_hash(citext) to pg_monitor;"
    after = (
        "create extension citext; revoke usage on type citext from public;"
        "revoke execute on function citext_hash(citext) from public;"
        "grant execute on function citext_hash(citext) to pg_monitor with grant option;"
    )
    _arrives(differ, before, after)
    _arrives(differ, after, before)
    _arrives(differ, after, "create extension citext; comment on extension citext is null")


def test_a_type_that_is_only_announced(differ: Differ) -> None:
    """CREATE TYPE without a definition is created, commented and dropped like other types."""
    _arrives(differ, "create type a", "create type b; comment on type b is 'c'")


def test_the_owner_of_schema_public_is_made_equal(differ: Differ) -> None:
    """It is there in every database; whoever owns it is told and changed all the same."""
    owned = "alter schema public owner to pg_monitor; grant usage on schema public to pg_monitor"
    _arrives(differ, "", owned)
    _arrives(differ, owned, "")


def test_our_own_schema_is_no_difference(differ: Differ) -> None:
    """A database in which a plan was applied, and one that never met difftool, are compared without the ledger."""
    plain_one = "create table t (a int)"
    assert differ(plain_one, f"{plain_one};\n{LEDGER}")[0].changes == ()
    difference, _, _ = differ(f"{plain_one};\n{LEDGER}", "create table t (a int, b int)")
    assert len(difference.statements) == 1

"""Reading a whole database: what is in a catalog, what is not, and how it is asked for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest

from difftool.diff.compare import compare
from difftool.diff.fingerprint import fingerprint
from difftool.model.catalog import EVERYTHING, Ident
from difftool.pg.binaries import pg_dump
from difftool.pg.catalog.read import read_catalog
from difftool.pg.estimates import with_estimates
from difftool.pg.session import Row, Session

NewDatabase = Callable[[], Session]

NOT_SQL_THERE = ("\\", "SET transaction_timeout")
"""what a newer pg_dump writes and an older server does not know"""

ONE_OF_MANY = """
create schema app;
create type app.mood as enum ('sad', 'it''s');
create domain app.positive as int check (value > 0);
create type app.pair as (a int, b text);
create sequence app.loose;
create function app.answer(a app.mood) returns int language sql as 'select 1';
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
create table app.parent (id bigint generated always as identity primary key, m app.mood, n app.positive not null);
create table app.child (id serial primary key, parent bigint references app.parent, pair app.pair,
    twice int generated always as (2) stored);
create table app.events (id int, at date not null) partition by range (at);
create table app.events_1 partition of app.events for values from ('2020-01-01') to ('2021-01-01');
create index on app.events (id);
create table app.heir (extra int) inherits (app.parent);
create view app.everything as select c.id, p.m from app.child c join app.parent p on p.id = c.parent;
create materialized view app.counted as select count(*) as total from app.everything;
create unique index counted_total on app.counted (total);
create trigger touched before update on app.child for each row execute function app.touch();
create trigger told after insert on app.events for each row execute function app.touch();
alter table app.child enable row level security;
create policy mine on app.child using (id > 0);
create rule silent as on delete to app.parent do instead nothing;
create statistics app.both on id, parent from app.child;
create publication everyone for table app.child;
comment on table app.child is 'a child; it''s small';
comment on column app.child.id is 'its number';
grant select (id) on app.child to pg_monitor;
alter default privileges in schema app grant select on tables to pg_monitor;
"""


def test_dump_and_restore_make_the_same_catalog(new_database: NewDatabase) -> None:
    """What pg_dump keeps is what is compared: a restored database has the same fingerprint."""
    original, copy = new_database(), new_database()
    original.execute(ONE_OF_MANY)
    dump = [str(pg_dump()), "-s", "-d", original.connection.dsn]
    text = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    copy.execute("\n".join(line for line in text.splitlines() if not line.startswith(NOT_SQL_THERE)))
    assert compare(read_catalog(original), read_catalog(copy)) == ()
    assert _fingerprint(original) == _fingerprint(copy)


def test_the_order_of_creation_does_not_count(new_database: NewDatabase) -> None:
    """The same objects made in another order, with other oids and columns elsewhere, are the same."""
    one, other = new_database(), new_database()
    one.execute("create role first_come; create role late_come")
    try:
        one.execute(
            "create table t (a int, b text); create index i on t (a); create view v as select a from t;"
            "create policy p on t to first_come, late_come; create function f() returns int language "
            "sql as 'select 1'; alter table t add unique (b); grant select on t to first_come, late_come"
        )
        other.execute(
            "create function f() returns int language sql as 'select 1'; create table x ();"
            "create table t (gone int, b text unique, a int); alter table t drop gone; drop table x;"
            "grant select on t to late_come; grant select on t to first_come;"
            "create policy p on t to late_come, first_come; create view v as select a from t;"
            "create index i on t (a)"
        )
        assert compare(read_catalog(one), read_catalog(other)) == ()
        assert _fingerprint(one) == _fingerprint(other)
    finally:
        for session in (one, other):
            session.execute("drop owned by first_come, late_come")
        one.execute("drop role first_come, late_come")


def test_a_role_without_any_right_reads_all(database: Session) -> None:
    """The reading needs no privilege on what it reads, and rows hide nothing from it."""
    database.execute(ONE_OF_MANY)
    database.execute(
        "create foreign data wrapper w; create server s foreign data wrapper w;"
        "create user mapping for public server s options (password 'sesame');"
        "create subscription u connection 'password=sesame' publication x with (connect = false, "
        "slot_name = none)"
    )
    entire = read_catalog(database)
    database.execute("create role nobody_at_all; set role nobody_at_all")
    seen = read_catalog(database)
    database.execute("reset role; drop role nobody_at_all")
    database.execute("alter subscription u disable; drop subscription u")
    assert compare(entire, seen) == ()
    assert set(seen.depends) == set(entire.depends)
    assert "sesame" not in repr(entire)
    assert [line for line in entire.not_compared if "options" in line or "connection string" in line]


def test_the_number_of_questions_is_fixed(database: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A larger database costs no further question."""
    asked: list[str] = []
    ask, ask_each = Session.rows, Session.each

    def counting(self: Session, sql: str, parameters: list[str] | None = None) -> list[Row]:
        asked.append(sql)
        return ask(self, sql, parameters)

    def counting_each(self: Session, sql: str) -> Iterator[Row]:
        asked.append(sql)
        return ask_each(self, sql)

    monkeypatch.setattr(Session, "rows", counting)
    monkeypatch.setattr(Session, "each", counting_each)
    read_catalog(database)
    empty, asked[:] = len(asked), []
    database.execute(ONE_OF_MANY)
    read_catalog(database)
    assert len(asked) == empty == 7


def test_system_schemas_and_our_own_are_left_out(database: Session) -> None:
    """Neither PostgreSQL's schemas, nor temporary tables, nor the schema difftool are in a catalog."""
    empty = read_catalog(database)
    database.execute(
        "create schema difftool; create table difftool.ledger (id int primary key);"
        "create temporary table passing (a int); create table public.t (a text)"
    )
    extra = read_catalog(database).objects.keys() - empty.objects.keys()
    assert {str(ident) for ident in extra} == {"table public.t", "column public.t.a"}


def test_the_callers_transaction_is_used_and_left_as_it_was(database: Session) -> None:
    """Inside a transaction its own changes are seen, and its settings are what they were."""
    database.execute("begin; set local search_path = public, pg_temp; create table t (a int)")
    assert Ident("table", "public", "t") in read_catalog(database).objects
    assert database.value("show search_path") == "public, pg_temp"
    database.execute("rollback")
    assert Ident("table", "public", "t") not in read_catalog(database).objects


def test_settings_of_the_session_do_not_show(database: Session) -> None:
    """Time zone, date style and search path of the reader leave the fingerprint as it is."""
    database.execute("create table t (a timestamptz default '2020-01-31 12:00+00', b interval default '1 day 2 h')")
    before = _fingerprint(database)
    database.execute(
        "set timezone = 'Asia/Tokyo'; set datestyle = 'SQL, DMY'; set intervalstyle = 'iso_8601';"
        "set search_path = public; set quote_all_identifiers = on"
    )
    assert _fingerprint(database) == before


def test_the_search_path_of_the_maker_does_not_show(new_database: NewDatabase) -> None:
    """The same definitions are the same, whether they were written with schemas or without."""
    one, other = new_database(), new_database()
    for session in (one, other):
        session.execute("create schema s; create type s.e as enum ('x')")
    for session, path in ((one, "s"), (other, "public")):
        schema = "" if path == "s" else "s."
        session.execute(f"set search_path = {path}; create domain s.d as s.e default 'x'::{schema}e;"
                        f"create table s.t (a {schema}e, b {schema}d default 'x'::{schema}e);"
                        f"alter table {schema}t add check (a <> 'x'::{schema}e);"
                        f"create view s.v as select 'x'::{schema}e as x from {schema}t")  # fmt: skip
    assert compare(read_catalog(one), read_catalog(other)) == ()


@pytest.mark.parametrize(
    ("ident", "address"),
    [
        (Ident("table", "app", "child"), "app.child"),
        (Ident("column", "app", "child", "id"), "app.child.id"),
        (Ident("constraint", "app", "child", "child_pkey"), "child_pkey on app.child"),
        (Ident("index", "app", "counted_total"), "app.counted_total"),
        (Ident("trigger", "app", "child", "touched"), "touched on app.child"),
        (Ident("policy", "app", "child", "mine"), "mine on app.child"),
        (Ident("rule", "app", "parent", "silent"), "silent on app.parent"),
        (Ident("function", "app", "answer(app.mood)"), "app.answer(app.mood)"),
        (Ident("enum", "app", "mood"), "app.mood"),
    ],
    ids=lambda value: value.kind if isinstance(value, Ident) else "",
)
def test_an_address_is_what_comment_on_takes(database: Session, ident: Ident, address: str) -> None:
    """COMMENT ON, the kind and the address are a statement that PostgreSQL accepts."""
    database.execute(ONE_OF_MANY)
    assert read_catalog(database).objects[ident].address == address
    kind = {"enum": "type"}.get(ident.kind, ident.kind)
    database.execute(f"comment on {kind} {address} is 'found'")
    assert read_catalog(database).objects[ident].facts["comment"] == "found"


def test_dependencies_lead_to_objects_that_people_know(database: Session) -> None:
    """Defaults, rewrite rules, row types and indexes of keys appear as the column, view, table or key."""
    database.execute(ONE_OF_MANY)
    depends = {f"{one} -> {other}" for one, other in read_catalog(database).depends}
    assert depends >= {
        "view app.everything -> column app.parent.m",
        "materialized view app.counted -> view app.everything",
        "constraint app.child.child_parent_fkey -> constraint app.parent.parent_pkey",
        "column app.child.id -> sequence app.child_id_seq",
        "column app.child.pair -> type app.pair",
        "column app.parent.m -> enum app.mood",
        "function app.answer(app.mood) -> enum app.mood",
        "trigger app.child.touched -> function app.touch()",
        "publication everyone -> table app.child",
        "table app.heir -> table app.parent",
        "table app.child -> schema app",
        "policy app.child.mine -> column app.child.id",
    }


def test_what_uses_an_extension_depends_on_it(database: Session) -> None:
    """An extension's members are not objects of their own: the extension stands for them."""
    database.execute("create extension citext; create table t (a citext[])")
    catalog = read_catalog(database)
    column, extension = Ident("column", "public", "t", "a"), Ident("extension", "", "citext")
    assert (column, extension) in catalog.depends
    assert not [ident for ident in catalog.objects if ident.kind in ("function", "cast", "operator", "base_type")]


def test_what_is_stated_is_what_is_not_a_default(database: Session) -> None:
    """An object says of itself which of owner, privileges and comment somebody gave it."""
    database.execute(
        "create table plain (a int); create table said (a int); comment on table said is 'x';"
        "grant select on said to public; alter table said owner to difftool_loader;"
        "alter table plain owner to pg_monitor"
    )
    catalog = read_catalog(database)
    assert catalog.objects[Ident("table", "public", "plain")].notes["stated"] == ["owner"]
    assert catalog.objects[Ident("table", "public", "said")].notes["stated"] == ["privileges", "comment"]
    assert catalog.objects[Ident("schema", "", "public")].notes["stated"] == []


def test_a_foreign_key_that_does_not_hold_is_named(database: Session) -> None:
    """A constraint whose triggers were switched off looks the same to PostgreSQL: it is named as not compared."""
    database.execute("create table t (a int primary key references t); alter table t disable trigger all")
    expected = "constraint public.t.t_a_fkey: its internal triggers are disabled, so it does not hold"
    assert read_catalog(database).not_compared == (expected,)


@pytest.mark.parametrize("name", ['a"b', "a;b", "a\nb", "ünï", "x" * 63, "select", "A B", "%s", "a.b", "a'b"])
def test_odd_names_are_read_as_they_are(database: Session, name: str) -> None:
    """Names with quotes, newlines and the like arrive unquoted in the ident and quoted in the address."""
    quoted = '"' + name.replace('"', '""') + '"'
    database.execute(f"create schema {quoted}; create table {quoted}.{quoted} ({quoted} int)")
    catalog = read_catalog(database)
    column = catalog.objects[Ident("column", name, name, name)]
    assert column.parent == Ident("table", name, name)
    database.execute(f"comment on column {column.address} is 'found'")


def _fingerprint(session: Session) -> str:
    return fingerprint(read_catalog(session), EVERYTHING)


def test_a_partitioned_table_is_as_large_as_its_partitions(database: Session) -> None:
    """Estimates are never negative, and those of a whole are the sum of its parts, at any depth."""
    database.execute("create table t (id integer) partition by range (id)")
    database.execute("create table low partition of t for values from (0) to (5) partition by range (id)")
    database.execute("create table lowest partition of low for values from (0) to (3)")
    database.execute("create table high partition of t for values from (5) to (9)")
    database.execute("insert into t values (1), (6); analyze")
    found = with_estimates(database, read_catalog(database)).objects
    size = {name: found[Ident("table", "public", name)].notes["bytes"] for name in ("t", "low", "lowest", "high")}
    assert size["low"] == size["lowest"] > 0
    assert size["t"] == size["low"] + size["high"]


def test_long_signatures_are_read_in_full(new_database: NewDatabase) -> None:
    """Functions that differ after the 63rd byte of their signature only are two objects."""
    session = new_database()
    begin = "recalculated(timestamp with time zone, timestamp with time zone, "
    for last in ("json", "jsonb"):
        session.execute(f"create function {begin}{last}) returns integer language sql as 'select 1'")
    found = read_catalog(session).objects
    assert {i.name for i in found if i.kind == "function"} == {f"{begin}json)", f"{begin}jsonb)"}

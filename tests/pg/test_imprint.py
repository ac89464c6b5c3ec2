"""The imprint of a database's catalogs: it may cry wolf, and never keeps quiet."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

import difftool.pg.catalog
from difftool.pg.imprint import CATALOGS, ESTIMATES, ROWS, SHARED, imprint, imprint_in_history
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.pg.own_server import own_server

HOUSE = """
create schema s; create table t (id int primary key, name text, n int default 1); create table u (id int, t int);
create table parted (id int) partition by range (id); create table part partition of parted for values from (0) to (9);
create view v as select id from t; create materialized view m as select id from t; create sequence q;
create type mood as enum ('good', 'bad'); create type pair as (a int, b int); create domain d as int;
create function f() returns int language sql as 'select 1'; create index i on t (name);
create function tf() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function tf(); create role guarded; create role guarded_too;
create extension postgres_fdw; create server w foreign data wrapper postgres_fdw; create statistics st on id, n from t;
create publication p for table t; create policy po on t; create rule ru as on update to u do instead nothing
"""
CHANGES = """
alter table t add column more int
alter table t rename name to title
alter table t alter title type varchar(9)
alter table t alter n set default 2
alter table t alter n drop default
alter table t alter n set not null
alter table t alter n set statistics 5
alter table t alter title set storage external
alter table t alter title set compression pglz
alter table t alter n set (n_distinct = 5)
alter table t add check (n > 0)
alter table t drop constraint t_n_check
alter table u add foreign key (t) references t not valid
alter table u validate constraint u_t_fkey
alter table u alter constraint u_t_fkey deferrable
alter table t set (fillfactor = 50)
alter table u set unlogged
alter table t replica identity full
alter table t cluster on t_pkey
alter table t enable row level security
alter table t force row level security
alter table t disable trigger g
alter table t enable always trigger g
create table child () inherits (t)
alter table child no inherit t
alter table u add column id2 int generated always as identity
alter table u alter id2 set increment by 5
alter table parted detach partition part
alter table parted attach partition part for values from (0) to (5)
alter table u rename to w
alter table w set schema s
alter index i rename to j
alter index t_pkey set (fillfactor = 50)
create index k on t (n)
drop index k
create view v2 as select 1 as one
create or replace view v as select id from t where id > 1
alter view v set (security_barrier)
refresh materialized view m
alter sequence q increment 5
alter sequence q owned by t.id
alter type mood add value 'so so'
alter type mood rename value 'bad' to 'worse'
alter type pair add attribute c int
alter type pair rename attribute a to x
alter domain d set default 5
alter domain d add check (value > 0)
alter domain d set not null
create type span as range (subtype = int)
create or replace function f() returns int language sql as 'select 2'
alter function f() stable
alter function f() set search_path = ''
alter function f() leakproof
alter function f() cost 5
create procedure pr() language sql as 'select 1'
create aggregate ag(int) (sfunc = int4pl, stype = int)
drop aggregate ag(int)
create operator @@@ (leftarg = int, rightarg = int, function = int4pl)
create operator class oc for type pair using hash as operator 1 =(record, record)
create cast (pair as text) with inout
create collation co from "C"
create statistics st2 on id, n from t
alter statistics st set statistics 5
create policy po2 on t for select using (id > 0)
alter policy po on t using (id > 0)
create rule ru2 as on delete to t do instead nothing
alter table t disable rule ru2
create publication p2 for table t
alter publication p set (publish = 'insert')
alter publication p add table parted
create subscription su connection 'dbname=nowhere' publication p with (connect = false, slot_name = none)
alter subscription su set (binary = true)
drop subscription su
create event trigger e on ddl_command_end execute function ev()
alter event trigger e disable
drop event trigger e
create user mapping for guarded server w options (user 'x')
alter user mapping for guarded server w options (set user 'y')
drop user mapping for guarded server w
alter server w options (add host 'h')
alter server w version '2'
create foreign table ft (a int) server w
alter foreign table ft alter a options (column_name 'b')
create text search configuration tc (copy = simple)
alter text search configuration tc alter mapping for word with english_stem
create text search dictionary td (template = simple)
create transform for int language plpgsql (from sql with function prsd_lextype(internal))
create extension citext
alter extension citext set schema s
drop extension citext
comment on table t is 'hello'
comment on column t.id is 'hello'
comment on function f() is 'hello'
comment on schema s is 'hello'
comment on column t.id is null
grant select on t to guarded
grant select (id) on t to guarded
grant select on t to guarded with grant option
revoke all on t from guarded
grant usage on schema s to guarded
grant execute on function f() to guarded
grant usage on type mood to guarded
alter default privileges grant select on tables to guarded
alter default privileges revoke select on tables from guarded
alter table t owner to guarded
alter schema s owner to guarded
alter function f() owner to guarded
grant guarded to guarded_too
alter role guarded rename to guarded_now
alter role guarded_now createdb
alter schema s rename to s2
create conversion cv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8
drop schema s2 cascade
drop view v
drop trigger g on t
alter role guarded_now rename to guarded
"""
EVENT = "create function ev() returns event_trigger language plpgsql as 'begin end'"
QUIET = (
    "insert into t select n, 'x', n from generate_series(1, 5000) n",
    "update t set n = n + 1",
    "select nextval('q')",
    "delete from t where id > 4000",
    "analyze",
    "vacuum",
    "vacuum (freeze)",
    "insert into parted select 1",
    "create temp table tt (id serial primary key, n int not null default 1 check (n > 0), x text unique, m mood)",
    "create temp table ttt (t int references tt) inherits (tt)",
    "create trigger g before insert on tt for each row execute function tf()",
    "create temp view tv as select tt.*, t.name from t, tt",
    "create function pg_temp.tf() returns int language sql as 'select 1'",
    "create type pg_temp.pair as (a int)",
    "drop table tt cascade",
)


@pytest.fixture
def guarded(shadow: Shadow, database: Session) -> Session:
    if not shadow.own:
        pytest.skip("the server is not ours")
    for role in ("guarded", "guarded_too"):
        if database.value("select true from pg_roles where rolname = %s", [role]):
            database.execute(f"drop role {role}")
    database.execute(HOUSE)
    database.execute(EVENT)
    return database


def test_no_change_is_overlooked(guarded: Session) -> None:
    """Each kind of DDL, comment, grant and change of a role leaves another imprint, and its transaction sees which."""
    before = imprint_in_history(guarded)
    for statement in CHANGES.strip().splitlines():
        with guarded.transaction():
            guarded.execute(statement)
            inside = imprint_in_history(guarded)
        after = imprint_in_history(guarded)
        assert inside == after != before, statement
        before = after


def test_rows_are_none_of_its_business(guarded: Session) -> None:
    """Writing, counting and tidying up rows leaves it as it is, and so do temporary tables of whoever it be."""
    before = imprint(guarded)
    for statement in QUIET:
        guarded.execute(statement)
        assert imprint(guarded) == before, statement


def test_what_is_rolled_back_was_not(guarded: Session) -> None:
    """A transaction that failed has changed nothing."""
    before = imprint(guarded)
    with pytest.raises(psycopg2.Error):
        guarded.execute("alter table t add column gone int; select 1 / 0")
    assert imprint(guarded) == before


def test_a_plain_role_needs_no_privilege(shadow: Shadow, guarded: Session) -> None:
    """Who owns nothing sees what others change, too, and has an imprint of its own."""
    shadow.create_roles([Role("guarded_reader")])
    guarded.execute("alter role guarded_reader login")
    name = guarded.value("select current_database()")
    guarded.execute(f"grant connect on database {name} to guarded_reader")
    with Session.open(make_dsn(shadow.dsn, dbname=name, user="guarded_reader")) as reader:
        before = imprint(reader)
        assert before == imprint(reader) != imprint(guarded)
        for statement in (
            "alter table t add column more int",
            "create subscription su connection 'dbname=nowhere' publication p with (connect = false, slot_name = none)",
            "alter subscription su set (binary = true)",
            "alter subscription su rename to su2",
            "drop subscription su2",
            "create user mapping for guarded server w",
        ):
            guarded.execute(statement)
            after = imprint(reader)
            assert after != before, statement
            before = after
    guarded.execute("alter role guarded_reader nologin")


def test_a_copy_is_another_database(shadow: Shadow, guarded: Session) -> None:
    """The same rows under the same numbers, elsewhere, are not the same."""
    before, name = imprint(guarded), guarded.value("select current_database()")
    guarded.close()
    copy = shadow.create(template=name)
    with copy.open() as session:
        assert imprint(session) != before
    shadow.drop(copy)


def test_a_start_of_the_server_is_a_reason_to_look() -> None:
    """After a restart, a restore, a promotion or a crash, rows may have come back under old numbers.

    Not those that were there before what else the database holds.
    """
    with own_server() as server:
        with Session.open(server.dsn) as session:
            session.execute("set synchronous_commit = on")  # or what has committed may be lost
            session.execute("create table t (id int)")
            before, in_history = imprint(session), imprint_in_history(session)
            assert imprint(session) == before
        server.crash()
        server.start()
        with Session.open(server.dsn) as session:
            assert imprint(session) != before
            assert imprint_in_history(session) == in_history


def test_all_that_is_compared_is_guarded(database: Session) -> None:
    """Each catalog that the reading of a database names is one of those that are looked at."""
    guarded = {name for name, _, _ in database.rows(CATALOGS, [list(SHARED), [*ESTIMATES, *ROWS]])}
    folder = Path(difftool.pg.catalog.__file__).parent / "queries"
    named = {name for file in folder.glob("*.sql") for name in re.findall(r"\bpg_[a-z_]+\b", file.read_text())}
    known = {name for (name,) in database.rows("select relname from pg_class where relkind in ('r', 'v')")}
    beside = {"pg_database", "pg_user_mappings", "pg_roles"}
    assert named & known <= guarded | beside

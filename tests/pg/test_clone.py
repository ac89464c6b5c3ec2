from __future__ import annotations

import pytest
from psycopg2.extensions import make_dsn

from difftool.diff.compare import compare
from difftool.diff.fingerprint import fingerprint
from difftool.diff.scope import within
from difftool.errors import NoProvenPlan
from difftool.model.catalog import EVERYTHING, Comparing
from difftool.model.profile import Pattern, Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone, clone_all
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow
from difftool.sql.split import split

PUBLIC = Pattern("public.*", "", "public", "*")
SCOPE = Scope((PUBLIC, Pattern("extension:citext", "extension", "", "citext")))
SCHEMA = """
create extension citext;
create type mood as enum ('a', 'b');
create domain pos as int check (value > 0);
create function touch() returns trigger language plpgsql as $$ begin new.at = now(); return new; end $$;
create table jobs (id uuid primary key default gen_random_uuid(), n serial, i int generated always as identity,
                   m mood, p pos, c citext, at timestamptz default now(), unique (n));
alter table jobs owner to clone_app;
create trigger tt before update on jobs for each row execute function touch();
alter table jobs enable row level security;
create policy pp on jobs to clone_anon using (m = 'a');
comment on column jobs.n is 'hello';
create view jv as select id, m from jobs;
create table part (a int, b int) partition by range (a);
create table part1 partition of part for values from (1) to (10);
create index on part (b);
create materialized view mv as select count(*) from jobs;
grant select on all tables in schema public to clone_planner;
grant select on all sequences in schema public to clone_planner;
grant execute on function touch() to clone_anon;
create schema other;
create table other.orders (id int primary key, job uuid references jobs (id), secret text);
create table other.third (id int);
create view other.report as
  select o.id, j.m from other.orders o join public.jobs j on j.id = o.job join other.third t on t.id = o.id
"""


@pytest.fixture
def live(shadow: Shadow, database: Session) -> Session:
    shadow.create_roles([Role("clone_app"), Role("clone_anon"), Role("clone_planner")])
    for piece in split(SCHEMA):
        database.execute(piece.text)
    return database


def test_no_rights_on_the_neighbours_are_needed(shadow: Shadow, live: Session) -> None:
    """The clone equals live, others' constraints and views on it included, without a right on others' tables."""
    name = live.value("select current_database()")
    live.execute("alter role clone_planner login")
    shadow.execute(f"grant connect on database {name} to clone_planner")
    dsn = make_dsn(shadow.dsn, dbname=name, user="clone_planner")
    scratch = shadow.create()
    with Session.open(dsn) as planner:
        managed = within(read_catalog(planner), SCOPE)
        clone(planner, dsn, managed, shadow, scratch)
    with scratch.open() as session:
        cloned = within(read_catalog(session), SCOPE)
    shadow.drop(scratch)
    assert compare(managed, cloned) == ()
    assert len(managed.foreign) > 2
    assert fingerprint(cloned, Comparing({})) == fingerprint(managed, Comparing({}))


def test_a_whole_database_is_cloned(shadow: Shadow, live: Session) -> None:
    """Owners, privileges and comments of everything are in the clone."""
    scratch = shadow.create()
    clone_all(live, make_dsn(shadow.dsn, dbname=live.value("select current_database()")), shadow, scratch)
    with scratch.open() as session:
        cloned = read_catalog(session)
    shadow.drop(scratch)
    assert fingerprint(cloned, EVERYTHING) == fingerprint(read_catalog(live), EVERYTHING)


def test_owners_are_made_in_another_server(shadow: Shadow, live: Session) -> None:
    """What pg_dump does not write for a table alone, as extended statistics, has its owner in the clone, too."""
    shadow.create_roles([Role("clone_analyst")])
    live.execute("create statistics jobs_s on n, i from jobs")
    live.execute("alter statistics jobs_s owner to clone_analyst")
    managed = within(read_catalog(live), SCOPE)
    dsn = make_dsn(shadow.dsn, dbname=live.value("select current_database()"))
    with open_shadow("auto", live_major=shadow.major) as elsewhere:
        scratch = elsewhere.create()
        clone(live, dsn, managed, elsewhere, scratch)
        with scratch.open() as session:
            owner = session.value("select stxowner::regrole::text from pg_statistic_ext where stxname = 'jobs_s'")
    assert owner == "clone_analyst"


def test_what_cannot_be_cloned_is_named(shadow: Shadow, live: Session) -> None:
    """A reference to something neither managed nor declared is refused with the name of what needs it."""
    live.execute("create table other.lone (id int primary key)")
    live.execute("alter table part1 add constraint away foreign key (a) references other.lone (id)")
    scratch = shadow.create()
    dsn = make_dsn(shadow.dsn, dbname=live.value("select current_database()"))
    managed = within(read_catalog(live), SCOPE)
    with pytest.raises(NoProvenPlan, match=r"part1 away cannot be cloned .*other.lone.* declare what it needs"):
        clone(live, dsn, managed, shadow, scratch)
    shadow.drop(scratch)

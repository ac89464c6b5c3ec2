"""Changed objects in full, before and after at once."""

from __future__ import annotations

from difftool.diff.compare import compare
from difftool.diff.definitions import definitions
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session

BEFORE = """
create type mood as enum ('good');
create table users (id uuid primary key, name varchar(50));
create table jobs (
    id int generated always as identity primary key, "User" uuid, rate numeric check (rate > 0), gone int
);
create view names as select name from users;
create function two() returns int language sql as 'select 1'
"""
AFTER = """
drop view names;
alter type mood add value 'bad';
alter table users alter name set not null;
comment on table users is 'people';
alter table jobs drop gone, add at timestamptz not null default now(),
    add foreign key ("User") references users on delete cascade;
alter table jobs alter constraint "jobs_User_fkey" deferrable;
create index on jobs (at);
create or replace function two() returns int language sql as 'select 2';
create table notes (id int primary key)
"""
JOBS = """\
  table public.jobs
    column id integer not null generated always as identity
    column "User" uuid
    column rate numeric
-   column gone integer
+   column at timestamp with time zone not null default now()
    constraint jobs_pkey PRIMARY KEY (id)
    constraint jobs_rate_check CHECK ((rate > (0)::numeric))
+   constraint "jobs_User_fkey" FOREIGN KEY ("User") REFERENCES public.users(id) ON DELETE CASCADE (deferrable: yes)
+   CREATE INDEX jobs_at_idx ON public.jobs USING btree (at)"""
USERS = """\
  table public.users
+   comment: people
    column id uuid not null
-   column name character varying(50)
+   column name character varying(50) not null
    constraint users_pkey PRIMARY KEY (id)"""
NOTES = """\
+ table public.notes
+   column id integer not null
+   constraint notes_pkey PRIMARY KEY (id)"""
MOOD = """\
  enum public.mood
-   labels: good
+   labels: good, bad"""


def test_before_and_after_at_once(database: Session) -> None:
    """Each outermost object that differs is there once, with its unchanged lines; what is usual is left out."""
    database.execute(BEFORE)
    before = read_catalog(database)
    database.execute(AFTER)
    after = read_catalog(database)
    found = {each.object: each.diff for each in definitions(compare(before, after), before, after)}
    assert found.pop("table public.jobs") == JOBS
    assert found.pop("table public.users") == USERS
    assert found.pop("table public.notes") == NOTES
    assert found.pop("enum public.mood") == MOOD
    assert found.pop("view public.names") == "- CREATE VIEW public.names AS\n-  SELECT name\n-    FROM public.users;"
    changed = [line for line in found.pop("function public.two()").splitlines() if line[0] != " "]
    assert changed == ["- AS $function$select 1$function$", "+ AS $function$select 2$function$"]
    assert found == {}


def test_another_order_of_columns_is_no_difference(database: Session) -> None:
    """A table whose columns stand otherwise shows only what differs, new columns below the others."""
    database.execute("create table t (a int, b int)")
    before = read_catalog(database)
    database.execute("drop table t; create table t (n int, b int, a int)")
    after = read_catalog(database)
    (found,) = definitions(compare(before, after), before, after)
    shown = ["  table public.t", "    column a integer", "    column b integer", "+   column n integer"]
    assert found.diff.splitlines() == shown


def test_no_text_makes_a_line_of_its_own(database: Session) -> None:
    """Line ends in names, comments and defaults add no column, and no table that would be there before."""
    database.execute('create table "a\nb" ("c\n d" text default \'\ncolumn fake integer\')')
    before = read_catalog(database)
    database.execute("comment on table \"a\nb\" is 'two\n  column fake integer'")
    after = read_catalog(database)
    (found,) = definitions(compare(before, after), before, after)
    assert found.diff.splitlines() == [
        '  table public."a\\nb"',
        "+   comment: two",
        "+       column fake integer",
        '    column "c\\n d" text default \'',
        "      column fake integer'::text",
    ]

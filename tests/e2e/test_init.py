"""A project's first day: from a database or from migrations to a profile from which nothing has drifted."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest
import yaml

from difftool.pg.shadow import Shadow
from tests.e2e.house import OURS, House, Shell
from tests.platform.building import HERE

PAIRS = HERE / "migrations"


@pytest.fixture
def day_one(house: House, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which commands run."""
    folder = house.project / "llm service"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.slow
def test_from_the_platforms_migrations(house: House, difftool: Shell, day_one: Path) -> None:
    """Pairs become a profile that is what the platform's database holds after them: no drift, nothing to plan."""
    house.admin.execute("update llm_workflow_jobs set user_id = null where user_id not in (select id from profiles)")
    house.admin.execute((PAIRS / "005_restore_user_foreign_key.sql").read_text())
    said = difftool("init", "--from-migrations", str(PAIRS), "--yes")
    assert said.code == 0, said.err
    assert "stand-in: table public.profiles (id)" in said.out
    profile = yaml.safe_load((day_one / "profiles" / "llm-service.yaml").read_text())
    assert sorted(profile["manages"]) == sorted(f"public.{table}" for table in OURS)
    assert profile["externals"] == {
        "public.profiles": {"columns": {"id": "uuid"}, "key": ["id"], "needs": ["select", "references"]}
    }
    assert difftool("check").code == 0
    assert difftool("drift", "--profile", "llm-service", *house.url()).code == 0
    assert difftool("plan", "--profile", "llm-service", "--exit-code", *house.url()).code == 0
    second = ("--from-migrations", str(HERE / "second_service"), "--profile", "providers", "--yes")
    assert difftool("init", *second).code == 0
    assert difftool("drift", "--profile", "providers", *house.url()).code == 0


def test_from_a_database(house: House, difftool: Shell, day_one: Path) -> None:
    """What the patterns name of a shared database becomes the target; a plan finds nothing to do."""
    words = ("--from-db", "--manages", "public.llm_*", "--manages", "!public.llm_usage", "--profile", "jobs", "--yes")
    said = difftool("init", *words, *house.url())
    assert said.code == 0, said.err
    manages = yaml.safe_load((day_one / "profiles" / "jobs.yaml").read_text())["manages"]
    assert "public.llm_workflow_jobs" in manages
    assert not {"public.profiles", "public.llm_usage"} & set(manages)
    assert difftool("plan", "--profile", "jobs", "--exit-code", *house.url()).code == 0
    assert {path.name for path in (day_one / ".github" / "workflows").iterdir()} == {
        "difftool-plan.yml",
        "difftool-drift.yml",
    }


ODD = """
create schema app;
create schema extensions;
create extension citext schema extensions;
create type app.mood as enum ('low', 'high');
create table app."My Table" (id serial primary key, name extensions.citext not null, mood app.mood default 'low');
create view public.names as select id, name from app."My Table";
create function public.twice(a int) returns int language sql as 'select 2 * a';
create function public.twice(a text) returns text language sql as 'select a || a';
create table public.parted (id int, at date) partition by range (at);
create table public.parted_old partition of public.parted for values from ('2020-01-01') to ('2021-01-01');
"""


@pytest.mark.slow
def test_from_an_odd_database(server: Shadow, difftool: Shell, day_one: Path) -> None:
    """Schemas, an extension, types, views, routines and partitions, whatever their names, are taken as they are."""
    scratch = server.create()
    with scratch.open() as session:
        session.execute(ODD)
    said = difftool("init", "--from-db", "--yes", "--db", scratch.dsn)
    assert said.code == 0, said.err
    assert difftool("check", "llm-service").code == 0
    planned = difftool("plan", "--profile", "llm-service", "--exit-code", "--db", scratch.dsn)
    assert (planned.code, planned.out.splitlines()[0]) == (0, "nothing to do: live equals llm-service")
    server.drop(scratch)


@pytest.mark.slow
def test_on_a_terminal(tmp_path: Path) -> None:
    """It asks where to begin, for a name, and before it writes; no is no."""
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "001_a.sql").write_text("create table a (id int primary key);")
    for answer, written in (("n", False), ("y", True)):
        child = pexpect.spawn(
            sys.executable, ["-m", "difftool", "init"], cwd=str(tmp_path), encoding="utf-8", timeout=60
        )
        for asked, typed in (("A folder of migrations", "sql"), ("The profile's name", "a"), ("Write", answer)):
            child.expect(asked)
            child.sendline(typed)
        child.expect(pexpect.EOF)
        child.close()
        assert (child.exitstatus == 0) is written
        assert (tmp_path / "profiles" / "a.yaml").exists() is written


def test_nothing_is_overwritten(house: House, difftool: Shell, day_one: Path) -> None:
    """A profile that is there is refused before any work; settings and workflows that are there are kept."""
    (day_one / "difftool.yaml").write_text("profiles: profiles/\n")
    (day_one / ".github" / "workflows").mkdir(parents=True)
    (day_one / ".github" / "workflows" / "difftool-drift.yml").write_text("mine")
    said = difftool("init", "--from-migrations", str(PAIRS), "--yes", "--profile", "one")
    assert (said.code, "kept  difftool.yaml" in said.out) == (0, True)
    assert (day_one / "difftool.yaml").read_text() == "profiles: profiles/\n"
    assert (day_one / ".github" / "workflows" / "difftool-drift.yml").read_text() == "mine"
    again = difftool("init", "--from-migrations", str(PAIRS), "--yes", "--profile", "one")
    assert (again.code, "profiles/one.yaml is there already" in again.err) == (64, True)


@pytest.mark.slow
def test_from_supabase(house: House, difftool: Shell, day_one: Path) -> None:
    """A Supabase folder finds auth, its roles and an absent extension as stand-ins; what hangs on them is left out."""
    folder = day_one / "supabase" / "migrations"
    folder.mkdir(parents=True)
    (folder / "20260101000000_notes.sql").write_text(NOTES)
    said = difftool("init", "--from-migrations", "supabase/migrations", "--yes", "--profile", "notes")
    assert said.code == 0, said.err
    assert "stand-in: supabase" in said.out
    assert "left out, for it hangs on somebody else's: trigger auth.users.welcome" in said.out
    profile = yaml.safe_load((day_one / "profiles" / "notes.yaml").read_text())
    outside = {"auth.users", "function auth.uid()", "function extensions.uuid_generate_v4()"}
    assert outside <= set(profile["externals"])
    assert difftool("check").code == 0


NOTES = """
create extension if not exists "uuid-ossp" with schema extensions;
create table public.notes (
    id uuid primary key default uuid_generate_v4(),
    author uuid not null references auth.users (id) on delete cascade,
    body text
);
alter table public.notes enable row level security;
create policy own on public.notes for all to authenticated using (auth.uid() = author);
create function public.greet() returns trigger language plpgsql as $$
begin
    insert into public.notes (author, body) values (new.id, 'hello');
    return new;
end $$;
create trigger welcome after insert on auth.users for each row execute function public.greet();
grant select on public.notes to anon;
insert into public.notes (author, body) select id, 'first' from auth.users;
"""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "say what to begin with"),
        (("--from-db", "--from-migrations", "x"), "one of them"),
        (("--from-migrations", "nowhere"), "there is no such folder"),
        (("--from-migrations", "x", "--manages", "public.*"), "goes with --from-db"),
        (("--from-db", "--profile", "../x"), "is no name for a profile"),
    ],
)
def test_what_init_cannot_do(difftool: Shell, day_one: Path, words: tuple[str, ...], why: str) -> None:
    """A contradiction is told, and nothing is written."""
    said = difftool("init", *words, "--yes")
    assert said.code in (10, 64)
    assert why in said.err
    assert list(day_one.iterdir()) == []


def test_a_migration_that_does_not_run(difftool: Shell, day_one: Path) -> None:
    """The error names file and line, and nothing is written."""
    (day_one / "sql").mkdir()
    (day_one / "sql" / "001_a.sql").write_text("begin;\ncreate table t (id int);\ncreate view v as select no from t;\n")
    said = difftool("init", "--from-migrations", "sql", "--yes")
    assert (said.code, "sql/001_a.sql:3" in said.err) == (11, True)
    assert not (day_one / "profiles").exists()


BY_HAND = r"""
\set ON_ERROR_STOP on
begin;
set role postgres;
create table kept (id uuid primary key default gen_random_uuid(), secret text default crypt('x', gen_salt('bf')));
create extension if not exists pgcrypto;
lock table kept;
create role nobody_special;
alter table kept owner to nobody_special;
comment on database postgres is 'ours';
insert into kept default values;
commit;
"""


@pytest.mark.slow
def test_what_migrations_do_besides(difftool: Shell, day_one: Path) -> None:
    """Rows, transactions, locks, roles, owners and psql's settings do not stop a replay; an unknown table does."""
    (day_one / "sql").mkdir()
    first, second = day_one / "sql" / "001_a.sql", day_one / "sql" / "002_b.sql"
    first.write_text(BY_HAND)
    second.write_text("alter table kept rename to still_kept;\ninsert into nowhere select 1;")
    said = difftool("init", "--from-migrations", "sql", "--yes", "--profile", "a")
    assert (said.code, "sql/002_b.sql:2: " in said.err, "no migration here makes it" in said.err) == (11, True, True)
    second.write_text("alter table kept rename to still_kept;")
    said = difftool("init", "--from-migrations", "sql", "--yes", "--profile", "a")
    assert (said.code, "stand-in: pgcrypto" in said.out) == (0, True)
    assert yaml.safe_load((day_one / "profiles" / "a.yaml").read_text())["manages"] == ["public.still_kept"]

"""What a scope takes in, and what hangs on it from outside."""

from __future__ import annotations

import pytest

from difftool.diff.scope import covers, unmatched, within
from difftool.files.patterns import parse_pattern
from difftool.model.catalog import Catalog, Ident
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session

TWO_TEAMS = """
create table public.profiles (id int primary key);
create table public.llm_jobs (id serial primary key, user_id int references profiles, note text);
create table public.llm_usage (id int generated always as identity);
create index on llm_jobs (user_id);
create function public.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touched before update on llm_jobs for each row execute function touch();
create policy own on llm_jobs using (true);
create view public.summary as select count(*) as jobs from llm_jobs;
create view public.overview as select jobs from summary;
create table public.audit (job int constraint audited references llm_jobs, at date);
create type public.mood as enum ('sad');
create schema other;
create table other.thing (m public.mood);
create publication feed for table llm_jobs;
"""


def scope(*patterns: str) -> Scope:
    return Scope(tuple(parse_pattern(text) for text in patterns))


def names(catalog: Catalog) -> set[str]:
    """Of what stands for itself: parts are left out."""
    return {str(ident) for ident, found in catalog.objects.items() if found.parent is None}


@pytest.fixture
def catalog(database: Session) -> Catalog:
    database.execute(TWO_TEAMS)
    return read_catalog(database)


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["public.llm_jobs"], {"table public.llm_jobs"}),
        (["public.llm_*"], {"table public.llm_jobs", "table public.llm_usage"}),
        (["public.llm_*", "!public.llm_usage"], {"table public.llm_jobs"}),
        (["!public.llm_usage", "public.llm_*"], {"table public.llm_jobs", "table public.llm_usage"}),
        (["public.llm_j??s"], {"table public.llm_jobs"}),
        (['public."llm_*"'], set()),
        (["public.touch"], {"function public.touch()"}),
        (["function:public.*"], {"function public.touch()"}),
        (["view:public.*", "!public.over*"], {"view public.summary"}),
        (["other.*"], {"table other.thing"}),
        (["schema:other"], {"schema other"}),
        (["publication:fe*"], {"publication feed"}),
        (["*.mood"], {"enum public.mood"}),
        (["*.feed"], set()),
    ],
)
def test_patterns_take_in_what_they_name(catalog: Catalog, patterns: list[str], expected: set[str]) -> None:
    """Wildcards, exclusions, quotes and kinds work as the reference says; the last match wins."""
    assert names(within(catalog, scope(*patterns))) == expected


def test_what_belongs_to_a_table_follows_it(catalog: Catalog) -> None:
    """Columns, keys, indexes, triggers, policies and owned sequences are managed with their table, no others."""
    managed = within(catalog, scope("public.llm_jobs")).objects
    assert {"sequence public.llm_jobs_id_seq", "trigger public.llm_jobs.touched", "policy public.llm_jobs.own",
            "index public.llm_jobs_user_id_idx", "constraint public.llm_jobs.llm_jobs_user_id_fkey",
            "column public.llm_jobs.note"} <= set(map(str, managed))  # fmt: skip
    assert "sequence public.llm_jobs_id_seq" not in names(within(catalog, scope("public.*", "!public.llm_jobs")))
    assert not [ident for ident in managed if ident.name.startswith(("profiles", "audit", "llm_usage"))]


def test_what_hangs_on_it_is_foreign(catalog: Catalog) -> None:
    """Somebody's foreign key, views and publication are foreign, also at second hand; their tables are not."""
    narrowed = within(catalog, scope("public.llm_jobs"))
    assert {str(ident) for ident, found in narrowed.foreign.items() if ident.kind != "column"} == {
        "constraint public.audit.audited", "view public.summary", "view public.overview", "publication feed"
    }  # fmt: skip


def test_living_in_a_managed_schema_is_not_hanging_on_it(catalog: Catalog) -> None:
    """Managing a schema's own object does not make the tables in it foreign."""
    assert within(catalog, scope("schema:other")).foreign == {}


def test_dependencies_are_narrowed_too(catalog: Catalog) -> None:
    """No dependency names an object that is out of sight."""
    narrowed = within(catalog, scope("public.llm_jobs"))
    seen = narrowed.objects.keys() | narrowed.foreign.keys()
    assert narrowed.depends
    assert all(one in seen and other in seen for one, other in narrowed.depends)


def test_what_is_not_compared_is_narrowed_too(database: Session) -> None:
    """A gap in the reading of somebody else's object is not ours to tell."""
    database.execute("create table ours (a int primary key references ours);"
                     "create table theirs (a int primary key references theirs);"
                     "alter table theirs disable trigger all")  # fmt: skip
    catalog = read_catalog(database)
    assert len(catalog.not_compared) == 1
    assert within(catalog, scope("public.ours")).not_compared == ()
    assert within(catalog, scope("public.theirs")).not_compared == catalog.not_compared


def test_no_patterns_mean_everything(catalog: Catalog) -> None:
    """Where nothing is named, as in diff, all is managed."""
    assert within(catalog, Scope(())) == catalog
    assert covers(Scope(()), Ident("table", "public", "t"))


def test_narrowing_twice_changes_nothing(catalog: Catalog) -> None:
    """A catalog that was narrowed stays what it is under the same scope."""
    once = within(catalog, scope("public.llm_jobs"))
    assert within(once, scope("public.llm_jobs")) == once


def test_a_part_is_judged_by_its_relation() -> None:
    """For one ident alone, its parent decides, and a part's own relation where no parent is given."""
    ours = scope("public.t")
    assert covers(ours, Ident("column", "public", "t", "a"))
    assert covers(ours, Ident("index", "public", "any_name"), Ident("table", "public", "t"))
    assert not covers(ours, Ident("index", "public", "t"), Ident("table", "public", "x"))


def test_patterns_that_match_nothing_are_named(catalog: Catalog) -> None:
    """A typing error in a pattern, also in an excluding one, comes back as that pattern."""
    idle = unmatched(catalog, scope("public.llm_jobs", "public.lmm_*", "!public.x", "extension:citext"))
    assert [pattern.text for pattern in idle] == ["public.lmm_*", "!public.x", "extension:citext"]


def test_parentheses_in_names(database: Session) -> None:
    """A routine's own name ends where its arguments begin, whatever stands in either."""
    database.execute("""
        create type public."odd (type" as enum ('a');
        create function public."f( x"(int, text) returns int language sql return 1;
        create function public.g("odd (type") returns int language sql return 1;
        create function public.f() returns int language sql return 1;
    """)
    found = read_catalog(database)
    assert names(within(found, scope("public.f"))) == {"function public.f()"}
    assert names(within(found, scope('public."f( x"'))) == {"function public.f( x(integer, text)"}
    assert names(within(found, scope("function:public.g"))) == {'function public.g(public."odd (type")'}

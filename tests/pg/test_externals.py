from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from difftool.model.catalog import Ident
from difftool.model.profile import External
from difftool.pg.catalog.read import read_catalog
from difftool.pg.externals import build_externals, check_externals
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow

PROFILES = External("table", "public.profiles", {"id": "uuid"}, ("id",), ("select", "references"))
UID = External("function", "auth.uid()", returns="uuid", needs=("execute",))
EXTERNALS = (PROFILES, UID, External("enum", "public.mood"), External("role", "ext_anon"))


@pytest.fixture
def live(shadow: Shadow, database: Session) -> Session:
    shadow.create_roles([Role("ext_anon"), Role("ext_plain")])
    database.execute("create schema auth")
    database.execute("create type mood as enum ('a', 'b')")
    database.execute("create table profiles (id uuid primary key, email text not null, mood mood)")
    database.execute("create function auth.uid() returns uuid stable language sql as 'select null::uuid'")
    return database


@pytest.fixture
def scratch(shadow: Shadow) -> Iterator[Scratch]:
    made = shadow.create()
    yield made
    shadow.drop(made)


def test_what_is_there_is_no_complaint(live: Session) -> None:
    """Externals that are as declared give no sentence."""
    assert check_externals(live, EXTERNALS, "public") == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("drop table profiles", "public.profiles does not exist: is "),
        ("alter table profiles set schema auth", "there is one in schema auth: "),
        ("alter table profiles rename id to key", "has no column id"),
        ("alter table profiles alter id type text", "public.profiles.id is text, not uuid"),
        ("alter table profiles drop constraint profiles_pkey", "no primary key or unique constraint on (id)"),
        ("drop function auth.uid()", "auth.uid() does not exist"),
        ("drop schema auth cascade", "schema auth does not exist"),
        ("revoke select on profiles from ext_plain", "GRANT SELECT ON public.profiles TO ext_plain;"),
        ("revoke references on profiles from ext_plain", "GRANT REFERENCES ON public.profiles TO ext_plain;"),
        ("revoke usage on schema auth from ext_plain", "GRANT USAGE ON SCHEMA auth TO ext_plain;"),
        ("alter table profiles enable row level security", "ALTER ROLE ext_plain BYPASSRLS;"),
    ],
)
def test_each_thing_that_goes_wrong_has_its_remedy(live: Session, change: str, sentence: str) -> None:
    """One sentence for one cause, with what to do about it."""
    live.execute("grant select, references on profiles to ext_plain")
    live.execute("grant usage on schema auth to ext_plain")
    live.execute(change)
    live.execute("set role ext_plain")
    (found,) = check_externals(live, EXTERNALS, "public")
    assert sentence in found


@pytest.mark.parametrize("from_live", [True, False])
def test_externals_are_built_reduced_to_the_declaration(
    shadow: Shadow, scratch: Scratch, live: Session, from_live: bool
) -> None:
    """Only declared columns are there; the loader may refer to them and not change them."""
    build_externals(shadow, scratch, EXTERNALS, live if from_live else None)
    with scratch.open() as session:
        made = read_catalog(session).objects
    assert Ident("column", "public", "profiles", "id") in made
    assert Ident("column", "public", "profiles", "email") not in made
    with scratch.open_as_loader() as loader:
        loader.execute("create table j (id uuid references profiles (id) default auth.uid(), m mood)")
        loader.execute("insert into j values (default)")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            loader.execute("alter table profiles add x int")


def test_types_are_as_they_are_live(shadow: Shadow, scratch: Scratch, live: Session) -> None:
    """An enum of somebody else's has the labels that it has on live."""
    build_externals(shadow, scratch, EXTERNALS, live)
    with scratch.open() as session:
        assert session.rows("select unnest(enum_range(null::mood))::text") == [("a",), ("b",)]


def test_labels_that_are_declared_are_there(live: Session) -> None:
    """More on live are no complaint; one that is missing is named."""
    for labels, told in ((("b",), ()), (("a", "c"), ("public.mood has no label c",))):
        found = check_externals(live, [External("enum", "public.mood", labels=labels)], "public")
        assert tuple(sentence.partition(":")[0] for sentence in found) == told

"""Two catalogs side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from difftool.diff.column_order import column_order
from difftool.diff.compare import compare, roots
from difftool.diff.comparing import comparing_for
from difftool.model.catalog import Catalog, Comparing, Ident
from difftool.model.change import Change, Verb
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session

Told = Callable[..., list[str]]


@pytest.fixture
def told(database: Session) -> Told:
    """The changes that one SQL text makes, after another, as lines: with `shown`, those that people see."""

    def tell(setup: str, change: str, *, shown: bool = True) -> list[str]:
        before, after = moved(database, setup, change)
        changes = compare(before, after)
        return [line(each) for each in (roots(changes) if shown else changes)]

    return tell


def moved(database: Session, setup: str, change: str) -> tuple[Catalog, Catalog]:
    database.execute(setup)
    before = read_catalog(database)
    database.execute(change)
    return before, read_catalog(database)


def line(change: Change) -> str:
    return f"{change.verb} {change.ident}"


def test_a_catalog_does_not_differ_from_itself(database: Session) -> None:
    """Nothing is reported where nothing differs."""
    database.execute("create table t (a serial primary key, b text unique); create view v as select * from t")
    assert compare(read_catalog(database), read_catalog(database)) == ()


def test_changes_have_both_sides(database: Session) -> None:
    """A change carries what was and what is, and each differing fact in both forms."""
    before, after = moved(
        database, "create table t (a int); create table gone ()", "alter table t alter a type bigint; drop table gone"
    )
    altered, dropped = compare(before, after)
    assert altered.facts == {"type": ("integer", "bigint")}
    assert (altered.verb, dropped.verb, dropped.after) == (Verb.ALTER, Verb.DROP, None)
    assert dropped.before == before.objects[Ident("table", "public", "gone")]


def test_the_other_way_round_is_the_opposite(database: Session) -> None:
    """Swapping the sides swaps creation with drop, and the values of each fact."""
    before, after = moved(database, "create table t (a int)", "alter table t alter a set default 1, add b int")
    there, back = compare(before, after), compare(after, before)
    assert [c.verb for c in there] == [Verb.ALTER, Verb.CREATE]
    assert [c.verb for c in back] == [Verb.ALTER, Verb.DROP]
    assert there[0].facts["default"] == back[0].facts["default"][::-1]


@pytest.mark.parametrize(
    ("setup", "change", "shown"),
    [
        ("", "create table t (a serial primary key, b int not null unique)", ["create table public.t"]),
        ("create table t (a serial primary key)", "drop table t", ["drop table public.t"]),
        ("create table t ()", "alter table t add a serial", ["create column public.t.a"]),
        ("create table t (a int)", "alter table t alter a set not null", ["alter column public.t.a"]),
        ('create table t ("a ""b" int)', 'alter table t alter "a ""b" set not null', ['alter column public.t.a "b']),
        (
            "create view v as select 1 as a",
            "create or replace view v as select 1 as a, 2 as b",
            ["alter view public.v"],
        ),
        ("create type c as (a int)", "alter type c add attribute b int", ["alter type public.c"]),
        (
            "create table t (a int not null)",
            "alter table t alter a add generated always as identity",
            ["alter column public.t.a"],
        ),
        (
            "create table p (a int) partition by list (a); create table q partition of p default",
            "create index i on p (a)",
            ["create index public.i"],
        ),
        ("create table t (a int)", "drop table t; create view t as select 1 as b",
         ["create view public.t", "drop table public.t"]),
    ],
)  # fmt: skip
def test_people_read_each_difference_once(told: Told, setup: str, change: str, shown: list[str]) -> None:
    """What another change implies is left out for display."""
    assert sorted(told(setup or "select", change)) == sorted(shown)


def test_all_is_kept_for_machines(told: Told) -> None:
    """The comparison itself names the parts of what comes and goes as well."""
    assert told("select", "create table t (a int)", shown=False) == [
        "create column public.t.a",
        "create table public.t",
    ]


def test_column_order_is_information(database: Session) -> None:
    """Columns that only stand elsewhere are no change, but worth a sentence."""
    before, after = moved(database, "create table t (a int, b int)", "drop table t; create table t (b int, a int)")
    assert compare(before, after) == ()
    assert column_order(before, after) == ("columns of table public.t stand in another order",)


def test_only_what_is_stated_is_compared(database: Session) -> None:
    """A comment counts where the snapshot has one; everywhere if asked for; nowhere if ignored."""
    setup = "create table said (); create table silent (); comment on table said is 'x'"
    target, live = moved(database, setup, "comment on table said is 'y'; comment on table silent is 'y'")
    assert commented(target, live, comparing_for(target, frozenset(), frozenset())) == ["said"]
    assert commented(target, live, comparing_for(target, frozenset({"comment"}), frozenset())) == ["said", "silent"]
    assert commented(target, live, comparing_for(target, frozenset({"comment"}), frozenset({"comment"}))) == []


def commented(target: Catalog, live: Catalog, comparing: Comparing) -> list[str]:
    return [change.ident.name for change in compare(target, live, comparing)]

"""A catalog that is decoded as it is asked for says what the catalog says that it was made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from difftool.diff.closure import closure, only
from difftool.diff.column_order import column_order
from difftool.diff.compare import compare
from difftool.diff.comparing import comparing_for
from difftool.diff.fingerprint import all_marks, fingerprint, managed_fingerprint
from difftool.diff.marks import marks
from difftool.diff.renames import renames
from difftool.diff.scope import within
from difftool.model.catalog import CLASSES, EVERYTHING, Catalog, Comparing, Ident
from difftool.model.families import Families
from difftool.pg.catalog.read import read_catalog
from difftool.pg.catalog.written import read_again, written
from difftool.pg.estimates import with_estimates
from difftool.pg.session import Session
from difftool.planning.neighbours import neighbours
from tests.diff.test_scope import scope

SCHEMA = """
create schema app; create schema "odd.one";
create type app.mood as enum ('calm', 'wild'); create domain app.short as text check (length(value) < 9);
create type app.pair as (a int, b app.mood);
create function app.touch() returns trigger language plpgsql as 'begin new.n := 1; return new; end';
create function app.total(a int, b app.mood) returns int language sql as 'select a';
create table app.people (id int generated always as identity primary key, mood app.mood default 'calm',
    nick app.short unique, n int check (n > 0), created timestamptz not null default now());
create table app.visits (id bigserial primary key, who int references app.people on delete cascade, at date not null)
    partition by range (id);
create table app.visits_1 partition of app.visits for values from (1) to (100);
create index by_day on app.visits (at); create trigger touched before insert on app.people
    for each row execute function app.touch();
create table "odd.one"."a.b" ("c.d" int primary key, who int references app.people);
comment on table "odd.one"."a.b" is 'x';
create view app.calm as select id, nick from app.people where mood = 'calm';
create materialized view app.days as select distinct at from app.visits; create index on app.days (at);
create view public.beside as select * from app.calm; create rule loud as on insert to app.calm do instead nothing;
alter table app.people enable row level security; create policy own on app.people using (n > 1);
comment on column app.people.nick is 'as they like'; grant select on app.people to public;
create sequence app.loose; create statistics app.both on who, at from app.visits;
create publication news for table app.people;
create table public.plain (id int primary key, owner int references app.people);
create table public.heir () inherits (public.plain);
"""
CHANGES = (
    "alter table app.people add column more int",
    "alter table app.people rename column n to m",
    "comment on table app.people is 'new'",
    "grant update on app.people to public",
    "alter type app.mood add value 'new'",
    "drop view public.beside",
    "create table app.fresh (id int); create index on app.visits (who)",
    "alter table public.plain drop column owner; alter table public.plain add column owner int references app.people",
    "alter table app.people drop column nick cascade; alter table app.people add column nick app.short unique",
    "select 1",
)
SCOPES = (("*.*",), ("app.*",), ("app.people", "app.mood"), ("public.*",), ("!app.visits*", "app.*"), ('"odd.one".*',))


@pytest.fixture
def plain(database: Session) -> Catalog:
    database.execute(SCHEMA)
    return read_catalog(database)


def _kept(catalog: Catalog) -> Catalog:
    return read_again(written(catalog))


def test_every_look_is_the_same(plain: Catalog) -> None:
    """Whether objects are looked up by ident, kind, name, parent or words, both ways of keeping them agree."""
    for look in _LOOKS.values():
        assert look(_kept(plain)) == look(plain)
    assert _kept(plain).told.get("table app.nobody") is None


def _needs(catalog: Catalog) -> object:
    """In no order; what needs nothing may be there or not."""
    found = {ident: sorted(catalog.needs.get(ident, ())) for ident in catalog.objects.keys() | catalog.needs.keys()}
    return {ident: needed for ident, needed in found.items() if needed}


_LOOKS: dict[str, Callable[[Catalog], object]] = {
    "ident": lambda c: {ident: c.objects[ident] for ident in c.objects},
    "needs": _needs,
    "kind": lambda c: {kind: list(c.of(kind)) for kind in sorted({ident.kind for ident in c.objects})},
    "name": lambda c: [c.named(ident.schema, ident.name) for ident in sorted(c.objects)],
    "parent": lambda c: [sorted(c.parts(ident)) for ident in sorted(c.objects)],
    "root": lambda c: sorted(c.roots()),
    "whole": lambda c: sorted(c.wholes("table", "view", "sequence")),
    "words": lambda c: {str(ident): c.told[str(ident)] for ident in c.objects},
    "dependents": lambda c: {ident: sorted(c.dependents.get(ident, ())) for ident in c.objects},
    "stated": lambda c: [c.stating(name) for name in CLASSES],
    "size": lambda c: (len(c.objects), c.not_compared, Ident("table", "app", "nobody") in c.objects),
}


@pytest.mark.parametrize("patterns", SCOPES)
def test_a_scope_leaves_the_same(plain: Catalog, patterns: tuple[str, ...]) -> None:
    """Narrowed to a scope, it has the same objects, others' that hang on them, needs and outside uses."""
    one, other = within(plain, scope(*patterns)), within(_kept(plain), scope(*patterns))
    assert isinstance(other.objects, Families)
    assert (other.objects, other.foreign, other.not_compared) == (one.objects, one.foreign, one.not_compared)
    assert _needs(other) == _needs(one)
    assert neighbours(_kept(plain), other) == neighbours(plain, one)
    assert fingerprint(other, EVERYTHING) == fingerprint(one, EVERYTHING)
    assert marks(other, EVERYTHING) == marks(one, EVERYTHING)


@pytest.mark.parametrize("change", CHANGES)
def test_a_comparison_finds_the_same(database: Session, plain: Catalog, change: str) -> None:
    """After any change, what differs, what comes along, and what is told of it are the same."""
    database.execute(change)
    after = read_catalog(database)
    for comparing in (EVERYTHING, Comparing({}), comparing_for(after, frozenset({"owner"}), frozenset({"comment"}))):
        found = [_compared(*sides, comparing) for sides in ((plain, after), (_kept(plain), _kept(after)))]
        assert found[0] == found[1]


def _compared(before: Catalog, after: Catalog, comparing: Comparing) -> tuple[object, ...]:
    changes = compare(before, after, comparing)
    idents = closure(before, after, (change.ident for change in changes))
    rest = sorted(all_marks(before.objects, comparing, without=idents))
    whole = managed_fingerprint(only(before, idents), comparing, rest)
    return changes, idents, rest, whole, renames(before, after), column_order(before, after)


def test_what_is_the_same_is_not_decoded(plain: Catalog) -> None:
    """Between catalogs that say the same, nothing is decoded; where a table differs, only that is."""
    before, after = _kept(plain), _kept(plain)
    assert compare(before, after, Comparing({})) == ()
    assert not _decoded(before)
    assert not _decoded(after)


def test_only_what_differs_is_decoded(database: Session, plain: Catalog) -> None:
    """Of a table that has changed, all is decoded; of the others nothing."""
    database.execute("alter table public.plain add column more int")
    before, after = _kept(plain), _kept(read_catalog(database))
    assert [str(change.ident) for change in compare(before, after, Comparing({}))] == [
        "column public.heir.more",
        "column public.plain.more",
    ]
    assert {str(root) for side in (before, after) for root in _decoded(side)} == {
        "table public.heir",
        "table public.plain",
    }


def _decoded(catalog: Catalog) -> list[Ident]:
    assert isinstance(catalog.objects, Families)
    kept = catalog.objects.kept
    return [kept.families[number].root for number in kept.decoded]


def test_estimates_are_noted(database: Session, plain: Catalog) -> None:
    """What tables hold is known of both."""
    database.execute("insert into public.plain select g from generate_series(1, 10) g; analyze public.plain")
    sides = (with_estimates(database, plain), with_estimates(database, _kept(plain)))
    rows, same = (side.objects[Ident("table", "public", "plain")].notes["rows"] for side in sides)
    assert rows == same == 10
    assert sides[1].objects == sides[0].objects

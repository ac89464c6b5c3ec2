"""What functions do is looked at when the snapshot is loaded, as far as that can be told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.errors import SnapshotError
from difftool.model.profile import SnapshotFile
from difftool.pg.load import load
from difftool.pg.shadow import Scratch, Shadow

WRONG = {
    "create function h() returns int\nlanguage sql as $$\n select 1;\n selct 1 $$": ("a.sql:5", 'near "selct"'),
    "create function h() returns int language sql as 'select ''x''::text'": ("a.sql:2", "return type mismatch"),
    "create procedure h() language plpgsql as $$ begin\n  retrun 1;\nend $$": ("a.sql:3", '"retrun"'),
    "create function h() returns int language plpgsql as $$ begin\n return 1 +;\nend $$": ("a.sql:3", "syntax error"),
    "create function h() returns int language plpgsql leakproof as $$ begni $$": ("a.sql:2", '"begni"'),
    "create function h() returns int language sql as $$ select 1 $$;\n"
    "create or replace function h() returns int language sql as $$ selct 1 $$": ("a.sql:3", '"selct"'),
}
UNKNOWN = {
    "select a from orders": "names orders",
    'select a from "Odd Orders"': "names Odd Orders",
    "select a from billing.orders": "names billing.orders",
    "select pay(1)": "names function pay(integer)",
    "select b from here": 'names column "b"',
    "select 1::money_like": 'names type "money_like"',
}


@pytest.fixture
def scratch(shadow: Shadow) -> Iterator[Scratch]:
    made = shadow.create()
    yield made
    shadow.drop(made)


def _load(shadow: Shadow, scratch: Scratch, text: str, search_path: str = "public") -> tuple[str, ...]:
    return load(shadow, scratch, [SnapshotFile("a.sql", f"\n{text}")], search_path)


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_body_is_refused(shadow: Shadow, scratch: Scratch, text: str) -> None:
    """With the line that is wrong; in whatever language that PostgreSQL checks itself."""
    where, message = WRONG[text]
    with pytest.raises(SnapshotError, match=rf"{where}: body of (function|procedure) h\(\): .*{message}"):
        _load(shadow, scratch, text)


@pytest.mark.parametrize("body", UNKNOWN)
def test_what_a_body_names_may_be_elsewhere(shadow: Shadow, scratch: Scratch, body: str) -> None:
    """What is not known here does not make the snapshot wrong, but it is told."""
    text = f"create table here (a int); create function h() returns int language sql as $${body}$$"
    assert _load(shadow, scratch, text) == (f"body of function h() not checked: {UNKNOWN[body]}",)


def test_bodies_are_checked_after_all_that_they_name(shadow: Shadow, scratch: Scratch) -> None:
    """Order does not count, nor the path that the file sets for itself: it is called with the profile's, or its own."""
    text = (
        "create schema app; create table app.late (a int);"
        "create function public.f() returns int language sql as 'select a from t';"
        "create function public.g() returns int language sql set search_path to app, public as 'select a from late';"
        "create function public.temporary() returns int language sql as 'selct'; drop function public.temporary();"
        "create table public.t (a int); set search_path = '';"
    )
    assert _load(shadow, scratch, text) == ()


def test_nothing_of_a_body_runs(shadow: Shadow, scratch: Scratch) -> None:
    """Looking at a body changes nothing."""
    body = "insert into public.log values (1) returning 1"
    _load(shadow, scratch, f"create table log (a int); create function f() returns int language sql as '{body}'")
    with scratch.open() as session:
        assert session.value("select count(*) from public.log") == 0

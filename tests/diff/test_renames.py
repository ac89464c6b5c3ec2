"""What looks like a rename is told with the line that would declare it, and never taken for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from difftool.diff.renames import renames
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session

ALIKE = {
    "column": ("create table t (a int, b text)", "create table t (a int, c text)", "{rename: public.t.b, to: c}"),
    "table": ("create table t (a int, b text)", "create table u (b text, a int)", "{rename: public.t, to: u}"),
    "enum": ("create type m as enum ('x')", "create type n as enum ('x')", "{rename: public.m, to: n}"),
    "sequence": ("create sequence s start 7", "create sequence z start 7", "{rename: public.s, to: z}"),
}
NOT_ALIKE = {
    "another type": ("create table t (a int, b text)", "create table t (a int, c date)"),
    "two candidates": ("create table t (b text)", "create table t (c text, d text)"),
    "another table": (
        "create table t (a int, b text); create table u (x int)",
        "create table t (a int); create table u (x int, b text)",
    ),
    "attributes of a type": ("create type c as (a int, b text)", "create type c as (a int, d text)"),
    "other columns": ("create table t (a int, b text)", "create table u (a int)"),
}


@pytest.fixture
def told(new_database: Callable[[], Session]) -> Callable[[str, str], tuple[str, ...]]:
    def between(*schemas: str) -> tuple[str, ...]:
        catalogs = []
        for schema in schemas:
            session = new_database()
            for statement in schema.split(";"):
                session.execute(statement)
            catalogs.append(read_catalog(session))
        return renames(catalogs[0], catalogs[1])

    return between


@pytest.mark.parametrize("what", ALIKE)
def test_a_look_alike_is_told_with_its_line(told: Callable[[str, str], tuple[str, ...]], what: str) -> None:
    """One thing of a kind goes, one that looks the same comes: the rule that would keep it is said, ready to paste."""
    here, there, line = ALIKE[what]
    (sentence,) = told(here, there)
    assert sentence.endswith(f"if it is renamed, add - {line}")


@pytest.mark.parametrize("what", NOT_ALIKE)
def test_nothing_is_guessed(told: Callable[[str, str], tuple[str, ...]], what: str) -> None:
    """Where they differ, or several could be meant, nothing is said."""
    assert told(*NOT_ALIKE[what]) == ()

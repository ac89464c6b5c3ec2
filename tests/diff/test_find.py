"""Objects by the names that people type."""

from __future__ import annotations

import pytest

from difftool.diff.find import find
from difftool.model.catalog import Ident

JOBS = Ident("table", "public", "jobs")
OTHER = Ident("table", "billing", "jobs")
USER = Ident("column", "public", "jobs", "user_id")
KEY = Ident("constraint", "public", "jobs", "jobs_user_id_fkey")
SUM = Ident("function", "public", "total(integer, text)")
ODD = Ident("view", "public", "Odd name")
ENUM = Ident("enum", "public", "odd name")
EXTENSION = Ident("extension", "", "citext")
KNOWN = (JOBS, OTHER, USER, KEY, SUM, ODD, EXTENSION)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("jobs", JOBS),
        ("public.jobs", JOBS),
        ("table public.jobs", JOBS),
        ("TABLE  Jobs", JOBS),
        ("billing.jobs", OTHER),
        ("jobs.user_id", USER),
        ("column public.jobs.user_id", USER),
        ("jobs_user_id_fkey", KEY),
        ("constraint jobs_user_id_fkey", KEY),
        ("total", SUM),
        ("function total(integer, text)", SUM),
        ('public."Odd name"', ODD),
        ("extension citext", EXTENSION),
    ],
)
def test_it_is_found_as_people_say_it(name: str, found: Ident) -> None:
    """With or without kind, schema public, arguments and quotes; a constraint by its own name alone."""
    assert find(name, KNOWN) == (found,)


def test_columns_are_found_with_their_table_only() -> None:
    """A column's name alone says too little."""
    assert find("user_id", KNOWN) == ()


def test_what_is_called_alike_is_found_together() -> None:
    """The kind tells them apart."""
    assert find("odd name", (*KNOWN, ENUM)) == (ENUM, ODD)
    assert find("enum odd name", (*KNOWN, ENUM)) == (ENUM,)

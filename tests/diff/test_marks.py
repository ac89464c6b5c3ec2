"""Marks tell which object has changed, without the state that it was in."""

from __future__ import annotations

from difftool.diff.marks import marks, moved
from difftool.model.catalog import EVERYTHING
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session


def test_a_part_tells_its_table(database: Session) -> None:
    """A column, a constraint and an index belong to their table; what comes and goes has its sign."""
    database.execute("create table jobs (id integer); create table users (id integer)")
    before = marks(read_catalog(database), EVERYTHING)
    database.execute("alter table jobs add n int check (n > 0); create index on jobs (n)")
    database.execute("drop table users; create view v as select 1 as one")
    after = marks(read_catalog(database), EVERYTHING)
    assert list(moved(before, after)) == ["~ table public.jobs", "- table public.users", "+ view public.v"]
    assert list(moved(after, after)) == []


def test_what_was_touched_on_purpose_is_left_out() -> None:
    """By any part of it, and not by a name that only begins alike."""
    before = {"table public.jobs": "a", "table public.jobs_old": "a"}
    assert list(moved(before, {}, ["constraint public.jobs.jobs_pkey"])) == ["- table public.jobs_old"]
    assert list(moved(before, {}, ["table public.jobs_old"])) == ["- table public.jobs"]

"""Rows that came after a plan and do not fit the state before it: told while the rollback is planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import DataRefused
from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.model.profile import Settings
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import apply, work

BEFORE = """create table users (id integer primary key);
create table jobs (id integer primary key, owner integer references users, name text not null, tag text unique,
  small integer, gone text not null, note text);
create table fresh (id integer primary key, gone text not null)"""
AFTER = """create table users (id integer primary key);
create table jobs (id integer primary key, owner integer, name text, tag text, small bigint, note text);
create table fresh (id integer primary key)"""
ROWS = "insert into users values (1); insert into jobs values (1, 1, 'a', 'x', 1, 'kept')"
PROFILE = """snapshot: [after.sql]
manages: [public.*]
policy: {shadow: any, hazards: {DATA-LOSS: allow}}
"""


@pytest.fixture
def applied(shadow: Shadow, database: Session, tmp_path: Path) -> Session:
    """The plan has run: without foreign key, NOT NULL, unique key, and two columns; another is wider."""
    database.execute(f"{BEFORE}; {ROWS}")
    (tmp_path / "after.sql").write_text(AFTER)
    (tmp_path / "after.yaml").write_text(PROFILE)
    on = work(shadow, database)
    apply(on, make_plan(on, load_profile("after", Settings(str(tmp_path), str(tmp_path)))))
    return database


def test_what_the_old_state_would_not_admit_is_told_before_anything(shadow: Shadow, applied: Session) -> None:
    """Orphans, NULLs, repeated values, values too large and rows without a required column: each with its count."""
    applied.execute("insert into jobs values (2, 9, null, 'x', 9999999999), (3, 1, 'b', 'y', 1)")
    applied.execute("insert into fresh values (1)")
    with pytest.raises(DataRefused) as refused:
        roll_back(work(shadow, applied))
    told = "\n".join(refused.value.details)
    for sentence in (
        "1 of 3 rows of jobs name a row of users that does not exist",
        "1 of 3 rows of jobs hold NULL in name",
        "1 of 3 rows of jobs repeat a value of tag",
        "1 of 3 rows of jobs hold in small what cannot be converted as integer",
        "2 of 3 rows of jobs came since, and would have no gone",
        "1 of 1 row of fresh would have no value in the new column gone",
    ):
        assert sentence in told


@pytest.mark.slow
def test_what_fits_is_no_obstacle_and_is_looked_at_again(shadow: Shadow, applied: Session) -> None:
    """Changed rows that fit go along; those that come between planning and applying the rollback are refused then."""
    applied.execute("update jobs set note = 'later', tag = 'z'")
    on = work(shadow, applied)
    back = roll_back(on)
    applied.execute("update jobs set owner = 9")
    with pytest.raises(DataRefused, match="nothing was changed"):
        apply(on, back)
    applied.execute("update jobs set owner = 1")
    apply(on, back)
    row = applied.value("select to_jsonb(jobs) from jobs")
    assert (row["gone"], row["note"], row["tag"]) == ("kept", "later", "z")

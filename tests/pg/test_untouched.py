"""A step that changes values changes nothing else, and shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.errors import DataRefused
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.planning.ledger_sql import LEDGER
from difftool.planning.untouched import untouched
from tests.jobs.planned import CLEAN, CLEANED, seeded, users

CONDITIONS = Conditions("public")
CHANGE = CLEANED.sql[-1]


@pytest.fixture
def live(database: Session) -> Session:
    seeded(database)
    database.execute(LEDGER)
    database.execute("alter table jobs add note text default 'as it was'")
    database.execute("alter table jobs add twice integer generated always as (user_id * 2) stored")
    return database


def test_the_checksum_of_the_other_columns_is_in_the_receipt(live: Session) -> None:
    """It is the same before and after, whatever others write to other rows; generated columns may follow."""
    receipt = run_step(live, CONDITIONS, CLEAN)
    assert receipt.unchanged == live.value(live.value(untouched(CHANGE)))
    live.execute("update jobs set note = 'other' where id = 1")
    assert receipt.unchanged == live.value(live.value(untouched(CHANGE)))
    live.execute("update jobs set note = 'other' where id = 9")
    assert receipt.unchanged != live.value(live.value(untouched(CHANGE)))


def test_a_step_that_changes_more_is_rolled_back(live: Session) -> None:
    """A rule that rewrites another column of the same rows is noticed, and nothing stays changed."""
    before = users(live)
    more = CHANGE.replace("set user_id = k.now_user_id", "set user_id = k.now_user_id, note = 'lost'")
    with pytest.raises(DataRefused, match="changed more than it says"):
        run_step(live, CONDITIONS, replace(CLEAN, sql=(*CLEAN.sql[:-1], more)))
    assert users(live) == before
    assert live.value("select count(*) from jobs where note = 'as it was'") == 10


def test_where_a_trigger_may_change_more_nothing_is_claimed(live: Session) -> None:
    """A trigger that was declared may set what it likes: no checksum then."""
    live.execute(
        "create function touch() returns trigger language plpgsql as $$begin new.note := 'x'; return new; end$$"
    )
    live.execute("create trigger touch before update on jobs for each row execute function touch()")
    assert run_step(live, CONDITIONS, CLEAN).unchanged == ""


def test_other_statements_have_none() -> None:
    """Only what overwrites kept values is checked so."""
    assert untouched("update public.jobs set user_id = null") == ""

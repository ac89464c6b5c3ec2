"""A new column whose default differs from row to row: rows get it in batches, while everybody writes."""

from __future__ import annotations

import pytest

from difftool.jobs.roll_back import roll_back
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.online.changing import applied, planned, rows, schema, wanted, work

LIVE = "create table t (n int primary key);"
ROWS = "insert into t select generate_series(1, 200); analyze t"


@pytest.mark.parametrize("required", ["not null", pytest.param("", marks=pytest.mark.slow)])
def test_old_and_new_rows_get_a_value_of_their_own(shadow: Shadow, database: Session, required: str) -> None:
    """No step writes the table anew; whoever writes meanwhile need not know the column; the way back is rehearsed."""
    database.execute(LIVE + ROWS)
    before = schema(shadow, database)
    target = LIVE.replace("primary key", f"primary key, code uuid {required} default gen_random_uuid()")
    plan = planned(shadow, database, wanted(target))
    assert not [step for step in plan.steps if step.rewrites]
    assert [hazard.code for hazard in plan.hazards] == []
    numbers = iter(range(1000, 2000))
    applied(
        shadow,
        database,
        plan,
        progress=lambda _: database.execute("insert into t (n) values (%s)", [next(numbers)]),
    )
    codes = {row["code"] for row in rows(database, "t")}
    assert len(codes - {None}) == 200 + len(plan.steps)
    applied(shadow, database, roll_back(work(shadow, database)))
    assert schema(shadow, database) == before


@pytest.mark.parametrize(
    ("column", "why"),
    [
        ("code int generated always as identity", "its values are numbers of its own"),
        pytest.param("code int generated always as (n * 2) stored", "its values are computed", marks=pytest.mark.slow),
    ],
)
def test_other_columns_that_rewrite_are_told(shadow: Shadow, database: Session, column: str, why: str) -> None:
    """Where rows cannot get their values afterwards, the plan says why it keeps everybody out."""
    database.execute(LIVE + ROWS)
    plan = planned(shadow, database, wanted(LIVE.replace("primary key", f"primary key, {column}")))
    assert [step.rewrites for step in plan.steps] == [("public.t",)]
    assert plan.proof.notes == (f"column public.t.code is filled while nobody can use its table: {why}",)


def test_a_default_that_is_the_same_for_all_rows_is_one_statement(shadow: Shadow, database: Session) -> None:
    """PostgreSQL keeps such a value in the catalog: nothing is filled."""
    database.execute(LIVE + ROWS)
    plan = planned(shadow, database, wanted(LIVE.replace("primary key", "primary key, a int not null default 5")))
    assert [len(step.sql) for step in plan.steps] == [1]

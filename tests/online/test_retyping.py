"""Another type for a column of a large table: beside the old one, while everybody writes; exchanged in a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from difftool.errors import DataRefused, Stopped
from difftool.jobs.roll_back import roll_back
from difftool.model.receipt import StepReceipt
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.retyping.tables import unfit
from tests.online.changing import applied, planned, rows, schema, wanted, work

LIVE = """
create table parcels (id serial primary key, weight integer not null default 5 check (weight > 0), code text unique);
create index heavy on parcels (weight, lower(code)) where weight > 1;
create statistics parcels_both on weight, code from parcels;
comment on column parcels.weight is 'in grams';
comment on index heavy is 'for the scales';
create table stops (n int primary key, parcel integer not null references parcels on delete cascade on update cascade);
create index stops_parcel on stops (parcel);
create view weights as select id, weight from parcels;
"""
CODE = "md5(g::text)"
ROWS = f"""
insert into parcels (weight, code) select 1 + g % 7, {CODE} from generate_series(1, 200) g;
insert into stops select g, g from generate_series(1, 200) g;
analyze parcels;
analyze stops;
"""
WIDER = LIVE.replace("id serial", "id bigserial").replace("parcel integer", "parcel bigint")
HEAVIER = LIVE.replace("weight integer", "weight bigint")


@pytest.fixture
def parcels(database: Session) -> Session:
    database.execute(LIVE)
    database.execute(ROWS)
    return database


def between(do: Callable[[], Any]) -> Callable[[StepReceipt], None]:
    """Told of each step, it does something."""
    return lambda _: do()


def stop_after(title: str) -> Callable[[StepReceipt], None]:
    def told(step: StepReceipt) -> None:
        if title in step.title:
            raise KeyboardInterrupt

    return told


@pytest.mark.slow
def test_both_ends_of_a_foreign_key_change_while_rows_are_written(shadow: Shadow, parcels: Session) -> None:
    """No step writes a table anew or reads it under a lock; what others write between the steps is there at the end."""
    before = schema(shadow, parcels)
    plan = planned(shadow, parcels, wanted(WIDER))
    assert not [step for step in plan.steps if step.rewrites]
    assert not [hazard.code for hazard in plan.hazards]
    expected = {row["id"]: row for row in rows(parcels, "parcels")}

    def write() -> None:
        new = parcels.value("insert into parcels (weight, code) values (3, gen_random_uuid()) returning id")
        parcels.execute("insert into stops (n, parcel) values (%s, %s)", [1000 + new, new])
        parcels.execute("update parcels set id = id + 100000 where id = (select min(id) from parcels)")

    applied(shadow, parcels, plan, progress=between(write))
    assert len(rows(parcels, "parcels")) == len(expected) + len(plan.steps)
    assert parcels.value("select pg_typeof(parcel)::text from stops limit 1") == "bigint"
    assert parcels.value("select count(*) from stops left join parcels on parcel = id where id is null") == 0
    applied(shadow, parcels, roll_back(work(shadow, parcels)))
    assert schema(shadow, parcels) == before


@pytest.mark.parametrize("title", ["fill weight_after", pytest.param("to become weight", marks=pytest.mark.slow)])
def test_a_plan_that_stops_is_taken_back_or_goes_on(shadow: Shadow, parcels: Session, title: str) -> None:
    """From any step on, the way back leaves schema and rows as they were, and the plan itself arrives."""
    before, had = schema(shadow, parcels), rows(parcels, "parcels")
    plan = planned(shadow, parcels, wanted(HEAVIER))
    with pytest.raises(Stopped):
        applied(shadow, parcels, plan, progress=stop_after(title))
    applied(shadow, parcels, roll_back(work(shadow, parcels)))
    assert (schema(shadow, parcels), rows(parcels, "parcels")) == (before, had)
    with pytest.raises(Stopped):
        applied(shadow, parcels, plan, progress=stop_after(title))
    assert applied(shadow, parcels, plan, resume=True).verdict == "equal to big"
    assert rows(parcels, "parcels") == had


@pytest.mark.slow
def test_what_does_not_fit_is_refused_before_writers_are_bothered(shadow: Shadow, database: Session) -> None:
    """A value that came after the plan and cannot be converted stops it where nothing was done yet."""
    live = "create table t (n int primary key, code text unique);"
    database.execute(f"{live} insert into t select g, md5(g::text) from generate_series(1, 20) g; analyze t")
    plan = planned(shadow, database, wanted(live.replace("text", "uuid")))
    assert not [step for step in plan.steps if step.rewrites]
    database.execute("insert into t values (0, 'none')")
    with pytest.raises(DataRefused):
        applied(shadow, database, plan)
    assert database.value("select count(*) from pg_trigger where not tgisinternal") == 0
    database.execute("delete from t where n = 0")
    applied(shadow, database, plan, resume=True)
    assert database.value("select pg_typeof(code)::text from t limit 1") == "uuid"


@pytest.mark.slow
def test_numbers_of_an_identity_go_on(shadow: Shadow, database: Session) -> None:
    """The sequence of an identity column is another one afterwards: at the same position, with the same grants."""
    live = "create table t (n int generated always as identity (start 7 increment 3) primary key, a int)"
    database.execute(f"{live}; insert into t (a) select 1 from generate_series(1, 20); analyze t")
    database.execute("grant usage on sequence t_n_seq to pg_monitor")
    plan = planned(shadow, database, wanted(live.replace("n int", "n bigint"), compare=frozenset()))
    assert not [step for step in plan.steps if step.rewrites]
    applied(shadow, database, plan)
    assert database.value("select has_sequence_privilege('pg_monitor', 't_n_seq', 'usage')")
    assert database.value("insert into t (a) values (1) returning n") == 7 + 20 * 3


@pytest.mark.parametrize(
    ("beside", "why"),
    [
        ("create publication p for table t", "publication p would send a column that subscribers do not have"),
        ("create publication p for all tables", "publication p would send a column that subscribers do not have"),
        ("create table heir () inherits (t)", "it has partitions or heirs"),
        ("alter table t replica identity using index t_pkey", "one of its indexes is marked for replication"),
        ("alter table t drop constraint t_pkey", "it has no primary key"),
        (
            "create trigger stamp after update on t execute function suppress_redundant_updates_trigger()",
            "trigger public.t.stamp would fire",
        ),
        ("create rule r as on update to t do instead nothing", "rule public.t.r stands in for an UPDATE"),
        ("create view v as select n from t", ""),
    ],
)
def test_tables_that_stay_as_they_are(database: Session, beside: str, why: str) -> None:
    """A new column, or its fill, would be noticed by others: such a table gets its types in place."""
    database.execute(f"create table t (n int primary key); {beside}")
    found = unfit(read_catalog(database), [("public", "t")], ())
    assert found.get(("public", "t"), "").startswith(why)
    assert bool(found) == bool(why)


def test_the_plan_says_why_a_type_changes_in_place(shadow: Shadow, database: Session) -> None:
    """Where something depends on the column that cannot be carried over, one line says what."""
    live = "create table t (n int primary key, a int, b int generated always as (a * 2) stored);"
    database.execute(f"{live} insert into t (n, a) select g, g from generate_series(1, 20) g; analyze t")
    plan = planned(shadow, database, wanted(live.replace("a int", "a bigint")))
    assert [step.rewrites for step in plan.steps] == [("public.t",)]
    (why,) = plan.proof.notes
    assert why.startswith("column public.t.a gets its type in place")
    assert why.endswith("column public.t.b has to be made again")


def test_a_type_that_needs_no_rewrite_is_left_alone(shadow: Shadow, database: Session) -> None:
    """More room for texts is a word in the catalog: one statement, no new column."""
    live = "create table t (n int primary key, a varchar(10));"
    database.execute(f"{live} insert into t select g, g from generate_series(1, 20) g; analyze t")
    plan = planned(shadow, database, wanted(live.replace("(10)", "(20)")))
    assert [len(step.sql) for step in plan.steps] == [1]
    assert plan.proof.notes == ()

"""Partitioned tables are changed partition by partition: nobody waits until all of them were read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.golden import dangers
from tests.online.changing import BUSY, applied, planned, schema, wanted, work

KINDS = "create table kinds (id int primary key);"
TABLE = "create table days (id int not null, at int not null) partition by range (at);"
PARTS = """
create table early partition of days for values from (0) to (100);
create table late partition of days for values from (100) to (1000) partition by range (at);
create table later partition of late for values from (100) to (1000);
"""
LIVE = KINDS + TABLE + PARTS
ROWS = """
insert into kinds select generate_series(1, 200);
insert into days select n, n from generate_series(1, 200) n;
analyze;
"""
KEY = "alter table days add constraint days_id_fkey foreign key (id) references kinds;"
PRIMARY = "alter table days add constraint days_pkey primary key (id, at);"


@pytest.fixture
def days(database: Session) -> Session:
    database.execute(LIVE)
    database.execute(ROWS)
    return database


@pytest.mark.parametrize(
    "change",
    [
        "create index days_at on days (at);",
        "alter table days add constraint days_key unique (at);",
        pytest.param("alter table days add constraint days_positive check (id > 0);", marks=pytest.mark.slow),
        KEY,
    ],
)
def test_nothing_reads_all_partitions_under_a_lock(shadow: Shadow, days: Session, change: str) -> None:
    """Indexes are built concurrently in each partition, constraints validated; the way back leaves nothing behind."""
    before = schema(shadow, days)
    plan = planned(shadow, days, wanted(LIVE + change))
    assert [hazard.code for hazard in plan.hazards] == []
    built = [step for step in plan.steps if "CREATE " in step.sql[0] and " ONLY " not in step.sql[0]]
    assert all(not step.transaction for step in built)
    assert applied(shadow, days, plan).verdict == "equal to big"
    applied(shadow, days, roll_back(work(shadow, days)))
    assert schema(shadow, days) == before


@pytest.mark.parametrize(
    ("change", "tables"),
    [
        # added NOT VALID, validated, taken over
        (KEY, ["early", "later", "early", "later", "days"]),
        # two indexes outside a transaction; the key of each partition, then of what has partitions; attached
        (PRIMARY, ["early", "later", "late", "days", "days_pkey"]),
    ],
)
def test_keys_come_partition_by_partition_on_older_servers(
    shadow: Shadow, older: Shadow, change: str, tables: list[str]
) -> None:
    """Before 18 a partitioned table takes no NOT VALID: its partitions do, and it takes over what is valid."""
    live = older.create()
    with live.open() as session:
        session.execute(LIVE)
        session.execute(ROWS)
        proven = older if change == PRIMARY else shadow
        on = replace(work(older, session), shadow=proven)
        plan = make_plan(on, wanted(LIVE + change))
        heads = [step.sql[0].replace("ONLY ", "").split()[2] for step in plan.steps if step.transaction]
        assert heads == [f"public.{name}" for name in tables]
        assert [hazard.code for hazard in plan.hazards] == []
        done = apply_plan(on, plan, approve=plan.digest, ask=None, allow=dangers(plan), progress=lambda _: None)
        assert done.verdict == "equal to big"
    older.drop(live)


def test_a_partition_is_detached_concurrently(shadow: Shadow, days: Session) -> None:
    """The rest of the table is read and written meanwhile; the check that this leaves is gone at the end."""
    target = LIVE.replace(
        "early partition of days for values from (0) to (100)", "early (id int not null, at int not null)"
    )
    before = schema(shadow, days)
    plan = planned(shadow, days, wanted(target))
    (detach,) = [step for step in plan.steps if "DETACH" in step.sql[0]]
    assert detach.sql[0].endswith("CONCURRENTLY")
    assert detach.locks["public.days"] == "SHARE UPDATE EXCLUSIVE"
    assert applied(shadow, days, plan).verdict == "equal to big"
    applied(shadow, days, roll_back(work(shadow, days)))
    assert schema(shadow, days) == before


def test_beside_a_default_partition_it_is_detached_as_it_must_be(shadow: Shadow, days: Session) -> None:
    """PostgreSQL detaches nothing concurrently then: one statement, under a lock."""
    rest = "create table rest partition of days default;"
    days.execute(rest)
    target = LIVE.replace(
        "early partition of days for values from (0) to (100)", "early (id int not null, at int not null)"
    )
    plan = planned(shadow, days, wanted(target + rest, BUSY))
    assert all(step.transaction for step in plan.steps)

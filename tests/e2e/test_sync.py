"""Between the fill of a new column and what relies on it, a trigger gives it to rows that others write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import DataRefused, Stopped
from difftool.jobs.roll_back import roll_back
from difftool.model.plan import Plan
from difftool.model.profile import Policy, Profile
from difftool.model.receipt import StepReceipt
from difftool.planning.sync import LAST
from tests.e2e.house import House
from tests.e2e.test_data_rules import contents, profile, rule

ROWS = 200
TABLES = f"""
create table kinds (name text primary key, weight int not null);
insert into kinds values ('red', 10), ('blue', 20);
create table box (id int primary key, kind text, "Size" int);
insert into box select n, 'red', n from generate_series(1, {ROWS}) n;
analyze box;
"""
WIDE = "create table box (id int primary key, kind text, area numeric(9,2) not null);"
HEAVY = 'create table box (id int primary key, kind text, "Size" int, weight int not null);'
AREA = rule("fill", "box.area", **{"from": '"Size" * 1.5'})
WEIGHT = rule("fill", "box.weight", **{"from": "kinds.weight", "join": "kinds.name = t.kind"})
BUSY = Policy(small_table=100, batch=60, shadow="any", hazards={"DATA-LOSS": "allow", "LONG-LOCK": "allow"})
TRIGGERS = f"pg_trigger where tgname like '{LAST}%'"
FUNCTIONS = "pg_proc where proname like 'sync_%' and pronamespace = 'difftool'::regnamespace"


@pytest.fixture
def busy(house: House) -> House:
    house.admin.execute(TABLES)
    return house


def wanted(target: str, *rules: object, policy: Policy = BUSY) -> Profile:
    return replace(profile(target, *rules), policy=policy)  # type: ignore[arg-type]  # rules are what `rule` makes


def after(title: str, do: Callable[[], object]) -> Callable[[StepReceipt], None]:
    """Told of each step, it does something once the one whose title ends so has run."""

    def told(step: StepReceipt) -> None:
        if step.title.endswith(title):
            do()

    return told


def stop() -> None:
    raise KeyboardInterrupt


def ends(house: House, plan: Plan) -> None:
    assert house.count(TRIGGERS) == house.count(FUNCTIONS) == 0
    assert not [step for step in plan.steps if "sync_" in "".join(step.touches)]


def test_what_is_written_meanwhile_gets_its_value(busy: House) -> None:
    """Rows that come and values that change after the fill are carried over, though their column is dropped."""

    def write() -> None:
        busy.admin.execute("insert into box values (1001, 'blue', 8)")
        busy.admin.execute('update box set "Size" = 100 where id = 2')
        busy.admin.execute("update box set area = 7 where id = 3")
        busy.admin.execute('update box set "Size" = 100 where id = 3')

    plan = busy.plan(wanted(WIDE, AREA))
    receipt = busy.apply(plan, progress=after("fill area of box", write))
    assert receipt.verdict == "equal to boxes"
    told: dict[int, float] = dict(busy.admin.rows("select id, area::float from box where id in (1, 2, 3, 1001)"))
    assert told == {1: 1.5, 2: 150, 3: 7, 1001: 12}
    ends(busy, plan)


@pytest.mark.slow
def test_it_follows_another_table_with_the_rights_of_the_plan(busy: House) -> None:
    """Whoever may write to the table need not be allowed to read where the values come from."""
    writer = busy.role("writer")
    busy.admin.execute("grant insert on box to writer")

    def write() -> None:
        busy.admin.execute(f"set role {writer}")
        busy.admin.execute("insert into box values (1001, 'blue', 8)")
        busy.admin.execute("reset role")

    plan = busy.plan(wanted(HEAVY, WEIGHT))
    busy.apply(plan, progress=after("fill weight of box", write))
    assert busy.admin.value("select weight from box where id = 1001") == 20
    ends(busy, plan)


@pytest.mark.parametrize(
    "title",
    [
        "fill area of box",
        pytest.param("until it is relied on", marks=pytest.mark.slow),
        pytest.param("no new NULL in area", marks=pytest.mark.slow),
    ],
)
def test_a_plan_that_stops_is_taken_back_with_its_trigger(busy: House, title: str) -> None:
    """Stopped where the trigger is at work, the plan is rolled back: rows and schema are as they were."""
    before, schema = contents(busy), busy.schema()
    plan = busy.plan(wanted(WIDE, AREA))
    with pytest.raises(Stopped):
        busy.apply(plan, progress=after(title, stop))
    assert busy.count(TRIGGERS) == 1
    busy.apply(roll_back(busy.work()))
    assert (contents(busy), busy.schema()) == (before, schema)
    ends(busy, plan)


@pytest.mark.slow
def test_a_plan_that_stops_goes_on_with_its_trigger(busy: House) -> None:
    """Resumed days later, what was written in between has its value; then the way back restores all of it."""
    before = contents(busy)
    plan = busy.plan(wanted(WIDE, AREA))
    with pytest.raises(Stopped):
        busy.apply(plan, progress=after("fill area of box", stop))
    busy.admin.execute("insert into box values (1001, 'blue', 8)")
    assert busy.apply(plan, resume=True).verdict == "equal to boxes"
    assert busy.admin.value("select area from box where id = 1001") == 12
    back = roll_back(busy.work())
    assert not [text for step in back.steps for text in step.sql if "sync_" in text]
    busy.apply(back)
    busy.admin.execute("delete from box where id = 1001")
    assert contents(busy) == before


@pytest.mark.slow
@pytest.mark.parametrize("policy", [replace(BUSY, small_table=1_000), replace(BUSY, online="never")])
def test_small_tables_have_no_trigger(busy: House, policy: Policy) -> None:
    """Where catching up takes no time, or where the policy says so, the plan has none, and leaves out nothing."""
    plan = busy.plan(wanted(WIDE, AREA, policy=policy))
    assert not [text for step in plan.steps for text in step.sql if "sync_" in text]
    busy.apply(
        plan, progress=after("fill area of box", lambda: busy.admin.execute("insert into box values (1001, '', 8)"))
    )
    assert busy.admin.value("select area from box where id = 1001") == 12


@pytest.mark.slow
def test_rows_that_arrive_by_replication_are_told(busy: House) -> None:
    """They fire no trigger: the plan is refused, with the policy that fills under a lock instead."""
    busy.admin.execute("create subscription s connection 'dbname=x' publication p with (connect = false)")
    busy.admin.execute(
        "insert into pg_subscription_rel select oid, 'box'::regclass, 'r' from pg_subscription where subname = 's'"
    )
    try:
        with pytest.raises(DataRefused) as refused:
            busy.plan(wanted(WIDE, AREA))
        assert "public.box arrive by logical replication" in str(refused.value)
        assert any("online: never" in line for line in refused.value.details)
        assert busy.plan(wanted(WIDE, AREA, policy=replace(BUSY, online="never"))).steps
    finally:
        busy.admin.execute("alter subscription s disable")
        busy.admin.execute("alter subscription s set (slot_name = none)")
        busy.admin.execute("drop subscription s")

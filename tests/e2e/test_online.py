"""On tables with many rows statements are rewritten to forms that block nobody for long."""

from __future__ import annotations

import pytest

from difftool.files.patterns import parse_pattern
from difftool.model.plan import Plan
from difftool.model.profile import Policy, Profile, Scope, SnapshotFile
from tests.e2e.house import House

BEFORE = """
create table big (id int primary key, name text, size int);
insert into big select n, 'name ' || n, n from generate_series(1, 200) n;
analyze big;
"""
BLOCKING = {"SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"}


def profile(change: str, online: str = "auto") -> Profile:
    policy = Policy(small_table=100, online=online)
    files = (SnapshotFile("target.sql", f"create table big (id int primary key, name text, size int); {change}"),)
    return Profile("big", "", files, Scope((parse_pattern("public.big"),)), policy=policy, digest=change)


@pytest.fixture
def big(house: House) -> House:
    house.admin.execute(BEFORE)
    return house


def applied(house: House, change: str) -> Plan:
    """The plan, after it was carried out and taken back again step by step."""
    schema = house.schema()
    plan = house.plan(profile(change))
    assert house.apply(plan).verdict == "equal to big"
    house.undo(plan)
    assert house.schema() == schema
    return plan


def test_an_index_is_built_concurrently(big: House) -> None:
    """An index is built by a step of its own, outside a transaction, under a lock that lets everybody write."""
    (step,) = applied(big, "create index big_name on big (name)").steps
    assert "CONCURRENTLY" in step.sql[0]
    assert not step.transaction
    assert step.locks == {"public.big": "SHARE UPDATE EXCLUSIVE"}


@pytest.mark.slow
@pytest.mark.parametrize("constraint", ["unique (name)", "unique (name, size)"])
def test_a_unique_constraint_takes_a_ready_index(big: House, constraint: str) -> None:
    """The index of a unique constraint is built concurrently; the constraint takes it under a short lock."""
    build, take = applied(big, f"alter table big add constraint big_key {constraint}").steps
    assert "CREATE UNIQUE INDEX CONCURRENTLY" in build.sql[0]
    assert "USING INDEX" in take.sql[0]


@pytest.mark.slow
def test_a_check_is_validated_in_a_transaction_of_its_own(big: House) -> None:
    """A check comes NOT VALID, and its validation, which reads all rows, blocks nobody."""
    add, validate = applied(big, "alter table big add constraint big_size check (size > 0)").steps
    assert add.sql[0].endswith("NOT VALID")
    assert not BLOCKING & set(validate.locks.values())


def test_not_null_is_proved_by_a_check_first(big: House) -> None:
    """SET NOT NULL finds a valid check, so that it does not read the table; the check is gone afterwards."""
    plan = applied(big, "alter table big alter size set not null")
    assert [step.sql[0].split("big ")[1].split()[0] for step in plan.steps] == ["ADD", "VALIDATE", "ALTER", "DROP"]
    assert not BLOCKING & set(plan.steps[1].locks.values())
    assert [hazard.code for hazard in plan.hazards] == ["REQUIRED-COLUMN"]


def test_the_policy_can_ask_for_plain_forms(big: House) -> None:
    """`online: never` keeps the plain statements; a scan under a lock is then a hazard that the plan names."""
    plan = big.plan(profile("create index big_name on big (name)", online="never"))
    assert [step.transaction for step in plan.steps] == [True]
    assert [hazard.code for hazard in plan.hazards] == ["FULL-SCAN"]


def test_small_tables_are_not_made_complicated(big: House) -> None:
    """Below small_table the plain form is taken: one step, one transaction."""
    wanted = profile("create index big_name on big (name)")
    (step,) = big.plan(Profile(**{f: getattr(wanted, f) for f in wanted.__slots__} | {"policy": Policy()})).steps
    assert step.transaction

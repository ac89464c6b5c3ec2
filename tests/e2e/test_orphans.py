"""Rows that a foreign key would refuse: found, shown, resolved as the profile says, and brought back."""

from __future__ import annotations

import pytest
import yaml

from difftool.errors import DataRefused
from tests.e2e.house import KEY, ORPHANS, OURS, House, Shell
from tests.platform import building

GONE = "llm_workflow_jobs where user_id not in (select id from profiles)"


def undecided(house: House) -> str:
    text = (building.ROOT / "demo" / "undecided.yaml").read_text()
    house.write_profile("undecided", text)
    return text


def decided(house: House, become: str) -> str:
    """The profile with this rule; its name."""
    house.write_profile(
        "decided", undecided(house) + f"data:\n- {{orphans: llm_workflow_jobs.user_id, become: {become}}}\n"
    )
    return "decided"


def test_without_a_rule_the_answer_is_the_yaml(house: House, difftool: Shell) -> None:
    """Exit 20 with count, keys and lines that, put into the profile as they are, make it plan."""
    text = undecided(house)
    before = house.rows()
    said = difftool("plan", "--profile", "undecided", "-o", "plan.yaml", *house.url())
    assert (said.code, said.out) == (20, "")
    assert not (house.project / "plan.yaml").exists()
    assert f"{ORPHANS} of 10 rows of llm_workflow_jobs name a row of profiles that does not exist" in said.err
    assert str(house.admin.value(f"select min(user_id::text) from {GONE}")) in said.err
    lines = said.err.splitlines()
    start = next(number for number, line in enumerate(lines) if line.endswith("add to profiles/undecided.yaml:"))
    remedy = "\n".join(line[4:] for line in lines[start + 1 : -1])
    assert yaml.safe_load(remedy) == {"data": [{"orphans": "llm_workflow_jobs.user_id", "become": "set-null"}]}
    house.write_profile("undecided", f"{text}{remedy}\n")
    assert difftool("plan", "--profile", "undecided", "-o", "plan.yaml", *house.url()).code == 0
    assert house.rows() == before


@pytest.mark.parametrize(
    ("become", "left", "kept"),
    [
        ("set-null", {"llm_workflow_jobs": 10, "llm_webhook_attempts": 10, "llm_provider_usage": 20}, [4]),
        ("delete", {"llm_workflow_jobs": 6, "llm_webhook_attempts": 6, "llm_provider_usage": 12}, [4, 4, 8]),
        ("quarantine", {"llm_workflow_jobs": 6, "llm_webhook_attempts": 6, "llm_provider_usage": 12}, [4, 4, 8]),
        (
            """{default: "md5('user 1')::uuid"}""",
            {"llm_workflow_jobs": 10, "llm_webhook_attempts": 10, "llm_provider_usage": 20},
            [4],
        ),
    ],
)
def test_there_and_back(house: House, become: str, left: dict[str, int], kept: list[int]) -> None:
    """Applied, no orphan is left and all that changed is kept; undone, rows and schema are what they were."""
    rows, schema = house.rows(), house.schema()
    plan = house.plan(decided(house, become))
    receipt = house.apply(plan)
    assert receipt.verdict == "equal to decided"
    assert house.count(GONE) == 0
    assert {table: house.count(table) for table in left} == left
    assert house.count(f"pg_constraint where conname = '{KEY}' and convalidated") == 1
    assert sorted(count for (count,) in house.admin.rows("select rows from difftool.quarantine")) == kept
    house.undo(plan)
    assert house.rows() == rows
    assert house.schema() == schema


@pytest.mark.slow
def test_what_was_kept_is_what_was_there(house: House) -> None:
    """The values in quarantine are the users that the jobs named, by the key of the job, closed to all others."""
    named = set(house.admin.rows(f"select id, user_id from {GONE}"))
    house.apply(house.plan("integrated"))
    name = house.admin.value("select name from difftool.quarantine")
    assert set(house.admin.rows(f"select key_id, was_user_id from {name}")) == named
    assert not house.admin.value("select has_table_privilege('service_role', %s, 'select')", [name])


def test_refuse_is_a_rule_too(house: House) -> None:
    """`become: refuse` says in the profile what the default says without it."""
    with pytest.raises(DataRefused):
        house.plan(decided(house, "refuse"))


@pytest.mark.slow
def test_no_orphans_need_no_rule(house: House) -> None:
    """Where every job names a known user, the plan without a rule is the foreign key and nothing else."""
    undecided(house)
    house.admin.execute(f"delete from {GONE}")
    plan = house.plan("undecided")
    assert [step.phase for step in plan.steps] == ["guard", "validate"]
    house.apply(plan)
    assert house.count(f"pg_constraint where conname = '{KEY}' and convalidated") == 1


@pytest.mark.slow
def test_rows_that_arrive_meanwhile_are_taken_along(house: House) -> None:
    """Between plan and apply more jobs lose their user: the rule holds for them too, and they come back."""
    plan = house.plan("integrated")
    house.admin.execute("delete from profiles where id = md5('user 1')::uuid")
    rows = house.rows(*OURS)
    house.apply(plan)
    assert house.admin.value("select rows from difftool.quarantine") == ORPHANS + 1
    house.undo(plan)
    assert house.rows(*OURS) == rows

"""Plans are rehearsed with the rights of the role that will apply them."""

from __future__ import annotations

import pytest

from difftool.errors import PrivilegeMissing
from tests.e2e.house import OURS, House

PROFILE = """
snapshot: [schema/external_api_cache.sql, schema/more.sql]
manages: [public.external_api_cache, public.counted]
ignore: [comments]
policy: {shadow: any}
"""
VIEW = "create view public.counted as select count(*) from public.external_api_cache;\n"


@pytest.fixture
def owner(house: House) -> str:
    """An ordinary role that owns our tables."""
    role = house.role("app_owner")
    house.admin.execute(f"grant usage, create on schema public to {role}")
    for table in OURS:
        house.admin.execute(f"alter table {table} owner to {role}")
    return role


@pytest.mark.slow
def test_the_proof_names_the_role(house: House, owner: str) -> None:
    """What its owner may do is proven as that owner, and applied by it."""
    house.write_profile("counting", PROFILE)
    (house.project / "schema" / "more.sql").write_text(VIEW)
    house.admin.execute(f"grant create on database {house.database.name} to {owner}")
    plan = house.plan("counting", owner)
    assert plan.proof.notes == ("rehearsed as app_owner",)
    house.apply(plan, owner)
    assert house.plan("counting", owner).empty


def test_what_the_role_may_not_do_is_refused_while_planning(house: House, owner: str) -> None:
    """A statement for which it lacks a right ends with 13 and its reason; a superuser plans it."""
    house.write_profile("counting", PROFILE)
    (house.project / "schema" / "more.sql").write_text(VIEW)
    house.admin.execute(f"revoke create on schema public from {owner}, public")
    with pytest.raises(PrivilegeMissing) as refused:
        house.plan("counting", owner)
    assert refused.value.message == (
        "app_owner may not run a step of the plan (+ view counted): permission denied for schema public: "
        "plan and apply as a role that may, or grant it the right"
    )
    assert house.plan("counting").proof.notes == ()


def test_a_reader_plans_for_the_owner(house: House, owner: str) -> None:
    """Whoever only reads may plan all the same: what is proven is that the owner of the tables can apply it."""
    house.write_profile("counting", PROFILE)
    (house.project / "schema" / "more.sql").write_text(VIEW)
    house.admin.execute(f"grant create on database {house.database.name} to {owner}")
    reader = house.role("reader")
    house.admin.execute(f"grant usage on schema public to {reader}; grant select on external_api_cache to {reader}")
    assert house.plan("counting", reader).proof.notes == (f"rehearsed as {owner}",)


@pytest.mark.slow
def test_what_a_dba_must_run_first_is_told_while_planning(house: House, owner: str) -> None:
    """A role that may not make our schema learns it from the plan, from a dry run, and before it is asked anything."""
    house.write_profile("counting", PROFILE)
    (house.project / "schema" / "more.sql").write_text(VIEW)
    lines = "create schema difftool; grant usage, create on schema difftool to app_owner;"
    plan = house.plan("counting", owner)
    assert lines in plan.proof.notes[1]
    for options in ({"dry_run": True}, {"approve": None, "ask": lambda _: pytest.fail("asked in vain")}):
        with pytest.raises(PrivilegeMissing, match="app_owner may not create schema difftool"):
            house.apply(plan, owner, **options)
    for line in lines.split("; "):
        house.admin.execute(line)
    assert house.plan("counting", owner).proof.notes == ("rehearsed as app_owner",)
    house.apply(plan, owner)


def test_default_privileges_of_the_role_are_foreseen(house: House) -> None:
    """What its default privileges would grant on a new table is taken back where the profile compares privileges."""
    house.write_profile("counting", PROFILE + "compare: [privileges]\n")
    (house.project / "schema" / "more.sql").write_text(VIEW)
    house.admin.execute("alter default privileges in schema public grant select on tables to anon")
    plan = house.plan("counting")
    assert any("anon" in statement for step in plan.steps for statement in step.sql)
    house.apply(plan)
    assert house.plan("counting").empty
    assert not house.admin.value("select has_table_privilege('anon', 'counted', 'select')")

"""What belongs to the main application and is needed by us: each way in which it is not there has its own words."""

from __future__ import annotations

import pytest

from difftool.errors import ExternalMismatch, PrivilegeMissing
from tests.e2e.house import OURS, House, Shell

ANEW = "drop table profiles cascade; create table profiles"
WRONG = {
    "missing": ("alter table profiles rename to people", "public.profiles does not exist: is difftool_shadow_"),
    "in another schema": (
        "alter table profiles set schema auth",
        "there is one in schema auth: name it with its schema under `externals:` and see `search_path` (now public)",
    ),
    "another type": (f"{ANEW} (id text primary key)", "public.profiles.id is text, not uuid: correct `externals:`"),
    "no such column": (f"{ANEW} (uid uuid primary key)", "public.profiles has no column id: correct `externals:`"),
    "no key": (
        f"{ANEW} (id uuid)",
        "public.profiles has no primary key or unique constraint on (id): a foreign key needs one; ask its owner",
    ),
}
GRANTS = {
    "references": "SELECT on public.profiles is missing: its owner has to run: GRANT SELECT ON public.profiles TO app_",
    "select": "REFERENCES on public.profiles is missing: its owner has to run: GRANT REFERENCES ON public.profiles TO",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_external_that_does_not_fit_is_14(house: House, difftool: Shell, wrong: str) -> None:
    """Cause and remedy in the first line, and an older plan file stays as it is; drift tells it too, as drift."""
    statements, words = WRONG[wrong]
    house.admin.execute(statements)
    (house.project / "plan.yaml").write_text("older\n")
    said = difftool("plan", "--profile", "integrated", "-o", "plan.yaml", *house.url())
    assert (said.code, said.out) == (14, "")
    assert words in said.err
    assert (house.project / "plan.yaml").read_text() == "older\n"


@pytest.mark.slow
def test_drift_tells_of_externals(house: House, difftool: Shell) -> None:
    """Somebody else's table has moved away: that is drift, though nothing of ours differs."""
    house.admin.execute("delete from llm_workflow_jobs where user_id not in (select id from profiles)")
    house.apply(house.plan("integrated"))
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
    house.admin.execute("alter table profiles rename column id to uid")
    said = difftool("drift", "--profile", "integrated", *house.url())
    assert said.code == 2
    assert "public.profiles has no column id" in said.out


@pytest.mark.parametrize("granted", GRANTS)
def test_a_missing_grant_is_named_as_the_line_that_gives_it(house: House, granted: str) -> None:
    """To refer to profiles takes SELECT and REFERENCES; the one that is missing is told with its GRANT."""
    role = plain(house)
    house.admin.execute(f"grant {granted} on profiles to {role}; alter table profiles disable row level security")
    with pytest.raises(ExternalMismatch) as refused:
        house.plan("integrated", role)
    assert GRANTS[granted] in refused.value.message


def test_a_policy_that_hides_users_is_refused_before_planning(house: House) -> None:
    """With RLS every job would look like an orphan and lose its user: refused with the remedy, no row changed."""
    role = plain(house)
    house.admin.execute(f"grant select, references on profiles to {role}")
    before = house.rows()
    with pytest.raises(ExternalMismatch) as refused:
        house.plan("integrated", role)
    assert refused.value.message == (
        f"row level security on public.profiles would hide rows from {role}: "
        f"connect as its owner, or ALTER ROLE {role} BYPASSRLS;"
    )
    assert house.rows() == before


@pytest.mark.slow
def test_a_policy_that_hides_users_is_refused_before_applying(house: House) -> None:
    """A plan made by a role that sees all rows, applied by one that does not, changes no row."""
    role = plain(house)
    house.admin.execute(f"grant select, references on profiles to {role}")
    plan, before = house.plan("integrated"), house.rows()
    with pytest.raises(PrivilegeMissing, match="row level security of table profiles would hide rows"):
        house.apply(plan, role)
    assert house.rows() == before
    assert house.count("pg_namespace where nspname = 'difftool'") == 0


@pytest.mark.slow
@pytest.mark.parametrize("owner", [True, False])
def test_who_sees_all_users_may_plan(house: House, owner: bool) -> None:
    """The owner of profiles, and a role with BYPASSRLS, count the same four orphans that a superuser counts."""
    role = plain(house, "nobypassrls" if owner else "bypassrls")
    if owner:
        house.admin.execute(f"alter table profiles owner to {role}")
    house.admin.execute(f"grant select, references on profiles to {role}")
    assert [finding.count for finding in house.plan("integrated", role).observed.findings] == [4]


def plain(house: House, attributes: str = "nobypassrls") -> str:
    """A role that owns our tables and nothing else."""
    role = house.role("app_worker")
    house.admin.execute(f"alter role {role} {attributes}")
    for table in OURS:
        house.admin.execute(f"alter table {table} owner to {role}")
    return role

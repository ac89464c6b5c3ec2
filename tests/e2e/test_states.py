"""Which state a database is in that nobody has ever shown to difftool."""

from __future__ import annotations

import pytest

from tests.e2e.house import KEY, House, Shell
from tests.platform import building


def test_four_migrations_are_standalone(house: House, difftool: Shell) -> None:
    """What the platform's own migrations leave equals the profile, under Supabase's roles and default privileges."""
    said = difftool("drift", "--profile", "standalone", *house.url())
    assert (said.code, said.out.splitlines()[0]) == (0, "standalone: clean")


def test_five_migrations_are_integrated(house: House, difftool: Shell) -> None:
    """The fifth one, on rows without orphans, leads to integrated, also with the main application leaning on ours."""
    house.admin.execute("delete from llm_workflow_jobs where user_id not in (select id from profiles)")
    house.admin.execute("set role postgres")
    building.load(house.admin, building.ups("migrations")[4], building.HERE / "main_application_on_jobs.sql")
    said = difftool("drift", "--profile", "integrated", *house.url())
    assert (said.code, said.out.splitlines()[0]) == (0, "integrated: clean")
    assert difftool("drift", "--profile", "standalone", *house.url()).code == 2


def test_status_names_the_state(house: House, difftool: Shell) -> None:
    """Every profile has a verdict, the equal one and the nearest ones, and the ledger's silence is told."""
    house.admin.execute("drop table llm_usage, llm_models, llm_providers")
    said = difftool("status", *house.url())
    assert said.code == 0
    verdicts = {line.split()[0]: " ".join(line.split()[1:]) for line in said.out.splitlines() if line[:2] == "  "}
    assert verdicts["standalone"] == "equal"
    assert verdicts["integrated"] == "differs 1 foreign key missing"
    assert verdicts["uuid-keyed-providers"] == "absent none of its 3 tables is here"
    assert said.out.splitlines()[-1] == "Never touched by difftool before."
    assert house.count("pg_namespace where nspname = 'difftool'") == 0


@pytest.mark.slow
def test_the_nearest_state_is_told_in_words(house: House, difftool: Shell) -> None:
    """Between two profiles, drift says how far the database is from the one that was meant."""
    said = difftool("drift", "--profile", "integrated", *house.url())
    assert f"nearest known state: integrated, minus the foreign key {KEY}" in said.out

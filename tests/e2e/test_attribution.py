"""Between which known states a drifted database is, and how to take it as it is."""

from __future__ import annotations

import subprocess

import pytest

from difftool.jobs.check_drift import check_drift
from tests.e2e.house import KEY, House
from tests.platform import building

TWO = "alter table llm_workflow_jobs add column username varchar(255), add column action varchar(255)"


def test_another_profile_is_what_it_is(house: House) -> None:
    """A database that equals another profile is told as the relation of the two."""
    drift = check_drift(house.work(), house.profile("integrated"))
    assert drift.nearest == f"integrated, minus the foreign key {KEY} = standalone"


def test_what_nobody_declared(house: House) -> None:
    """The nearest profile is named, and that no profile has what is there beyond it."""
    house.admin.execute(TWO)
    drift = check_drift(house.work(), house.profile("integrated"))
    assert drift.nearest == (
        "standalone, plus the column llm_workflow_jobs.action, plus the column llm_workflow_jobs.username, "
        "which no profile has"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "by_hand",
    [
        TWO,
        "drop index idx_workflow_jobs_status; alter table llm_workflow_jobs alter priority set default 9",
        "alter table llm_workflow_jobs drop column stale_reason; create policy p on external_api_cache using (true)",
    ],
)
def test_the_patch_adopts_it(house: House, by_hand: str) -> None:
    """The patch applies to the snapshot's file with git, and then the database is what the profile says."""
    house.write_profile("mine", (building.ROOT / "profiles" / "standalone.yaml").read_text())
    house.admin.execute(by_hand)
    drift = check_drift(house.work(), house.profile("mine"))
    assert drift.adopt.startswith("--- a/schema/external_api_cache.sql\n+++ b/schema/external_api_cache.sql\n")
    subprocess.run(["git", "apply", "-"], input=drift.adopt, text=True, cwd=house.project, check=True)
    assert check_drift(house.work(), house.profile("mine")).clean

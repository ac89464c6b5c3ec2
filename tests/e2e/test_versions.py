"""Live on PostgreSQL 15, as Supabase has it: proven on 15 where that is installed, else on the server of the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from difftool.errors import NoProvenPlan
from difftool.jobs.check_drift import check_drift
from difftool.jobs.find_state import find_state
from difftool.pg.shadow import Shadow, open_shadow
from tests.e2e.conftest import SETTINGS, rebuilt
from tests.e2e.house import ROWS, House, build

FIFTEEN = Path("/usr/lib/postgresql/15/bin")
pytestmark = pytest.mark.skipif(not FIFTEEN.is_dir(), reason="PostgreSQL 15 is not installed here")


@pytest.fixture(scope="module")
def fifteen() -> Iterator[Shadow]:
    """A second server of that version, for proving."""
    with open_shadow(str(FIFTEEN)) as opened:
        yield opened


@pytest.fixture(params=["15", "18"])
def old_house(
    request: pytest.FixtureRequest, older: Shadow, fifteen: Shadow, shadow: Shadow, tmp_path: Path
) -> Iterator[House]:
    """A live database of version 15 at `standalone`; the shadow is of 15 or of 18."""
    (tmp_path / "difftool.yaml").write_text(SETTINGS)
    (tmp_path / "profiles").mkdir()
    template = older.create()
    with template.open() as session:
        build(session)
        session.execute(ROWS)
    database = rebuilt(older, template)
    with database.open() as admin:
        yield House(older, fifteen if request.param == "15" else shadow, database, admin, tmp_path)
    older.drop(template)


@pytest.mark.slow
def test_the_main_job_on_fifteen(old_house: House) -> None:
    """Status, plan, apply, drift and the way back, whichever version proves it; the plan says which one that was."""
    house = old_house
    rows, schema = house.rows(), house.schema()
    status = find_state(house.work(), [house.profile("standalone"), house.profile("integrated")])
    assert [standing.verdict for standing in status.standings] == ["equal", "differs"]
    plan = house.plan("integrated")
    assert (plan.live_major, plan.proven_on) == (15, house.shadow.major)
    assert plan.proof.forward == plan.proof.back == plan.proof.observer == "equal"
    assert plan.before.startswith("15:")
    assert house.apply(plan).verdict == "equal to integrated"
    assert check_drift(house.work(), house.profile("integrated")).clean
    house.undo(plan)
    assert house.rows() == rows
    assert house.schema() == schema


def test_another_version_must_be_allowed(old_house: House) -> None:
    """Unless the policy says `shadow: any`, a proof on another version is none."""
    profile = old_house.profile("integrated")
    same = replace(profile, policy=replace(profile.policy, shadow="same"))
    if old_house.shadow.major == 15:
        assert old_house.plan(same).steps
    else:
        with pytest.raises(NoProvenPlan, match="live is PostgreSQL 15, the shadow is 18"):
            old_house.plan(same)

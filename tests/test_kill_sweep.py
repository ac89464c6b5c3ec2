"""Apply survives being killed at any moment: what is left runs when it is resumed, and nothing runs twice."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest

from difftool import __version__
from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.jobs.make_plan import make_plan
from difftool.model.plan import Plan
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.quote import identifier
from tests.golden import NEWEST, Case, at_work, contents, planned
from tests.killing import apply_all, kill_at, points, statements

CASES = tuple(case for case in planned() if case.known_on(NEWEST) and not case.gap(NEWEST))
SAMPLE = 2
"""cases of the quick run, and points of each"""


def _commit() -> str:
    """Which cases are taken changes with each commit, and not between two runs."""
    git = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout or __version__


def _sample() -> list[Case]:
    return Random(_commit()).sample(CASES, SAMPLE)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in _sample()])
def test_some_kills_are_survived(case: Case, shadow: Shadow, tmp_path: Path) -> None:
    """Two cases, other ones after each commit, killed at two points of each."""
    _survives(case, shadow, tmp_path, SAMPLE)


@pytest.mark.slow
@pytest.mark.timeout(3600)  # a plan of many steps is killed seven times in each
@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_every_kill_is_survived(case: Case, shadow: Shadow, tmp_path: Path) -> None:
    """Killed before, inside and after each step, and around its COMMIT: resumed to the target, with equal rows."""
    _survives(case, shadow, tmp_path)


def _survives(case: Case, shadow: Shadow, project: Path, most: int | None = None) -> None:
    with at_work(case, shadow, project) as (work, profile, live):
        plan = make_plan(work, profile)
        pristine = shadow.create(template=live.name)
        executed = statements(work, plan, project / "executed")
        expected = _state(live, plan, case)
        chosen = list(points(plan, executed))
        for point in chosen if most is None else Random(_commit()).sample(chosen, min(most, len(chosen))):
            _again(shadow, live, pristine)
            kill_at(work, plan, point)
            apply_all(work, plan)
            assert _state(live, plan, case) == expected, str(point)
        shadow.drop(pristine)


def _again(shadow: Shadow, live: Scratch, pristine: Scratch) -> None:
    """The live database as it was, under its own name."""
    name = identifier(live.name)
    shadow.execute(f"drop database {name} with (force)")
    shadow.execute(f"create database {name} template {identifier(pristine.name)}")


def _state(live: Scratch, plan: Plan, case: Case) -> tuple[Any, ...]:
    """The schema in scope, the rows, and how often each step was done."""
    with live.open() as session:
        reached = managed_fingerprint(within(read_catalog(session), plan.scope), plan.comparing)
        assert reached == plan.after
        done = session.rows("select id, done is not null from difftool.step order by id")
    chance = case.keys.get("random", ())
    return reached, {name: value for name, value in contents(live).items() if name not in chance}, done

"""Every kind of change, planned, applied and looked at: see tests/cases/README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from difftool.errors import NoProvenPlan
from difftool.jobs import sides
from difftool.jobs.make_plan import make_plan
from difftool.pg.shadow import Shadow
from tests.golden import NEWEST, OLDEST, WRITING, Case, at_work, cases, golden, outcome, planned, write

READ_ANEW = ("constraints/perpetual-deparse", "views/words-read-again")
"""what PostgreSQL writes in other words once it has read its own: the same condition, in a statement of other words"""


def _marked(case: Case, major: int) -> tuple[pytest.MarkDecorator, ...]:
    gap = case.gap(major)
    return (pytest.mark.xfail(strict=True, reason=gap),) if gap else ()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.id, marks=_marked(case, NEWEST)) for case in cases() if case.known_on(NEWEST)]
)
def test_a_plan_arrives_and_is_the_one_that_was_read(case: Case, shadow: Shadow, tmp_path: Path) -> None:
    """The plan is the golden one, proven both ways; applied, it leaves the target's schema and all rows."""
    _holds(case, shadow, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.id, marks=_marked(case, OLDEST)) for case in cases() if case.known_on(OLDEST)]
)
def test_a_plan_arrives_on_an_older_server(case: Case, older: Shadow, tmp_path: Path) -> None:
    """The same holds on the oldest supported version, with a golden of its own where its words differ."""
    _holds(case, older, tmp_path)


def _sampled() -> Iterator[ParameterSet]:
    """All of them; the quick run takes one in forty-five."""
    for number, case in enumerate(case for case in planned() if case.known_on(NEWEST)):
        yield pytest.param(case, id=case.id, marks=() if number % 45 == 0 else pytest.mark.slow)


def _not_as_foreseen(*_: object) -> None:
    raise NoProvenPlan("all of it is taken")


def _unreachable(*_: object) -> None:
    raise AssertionError("an excerpt was not what it was cut out of")


@pytest.mark.parametrize("case", list(_sampled()))
def test_the_same_state_gives_the_same_plan(
    case: Case, shadow: Shadow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two plans for one database are one, whether all of it is cloned or only what differs.

    Only the words in which a page shows a definition may be others: PostgreSQL reads some of its own anew.
    """
    with at_work(case, shadow, tmp_path) as (work, profile, _):
        monkeypatch.setattr(sides, "_excerpts", _not_as_foreseen)
        whole = make_plan(work, profile)
        monkeypatch.undo()
        if whole.changes and not profile.data:
            monkeypatch.setattr(sides, "_wholes", _unreachable)
        excerpt = make_plan(work, profile)
        assert (excerpt.before, excerpt.after, excerpt.changes) == (whole.before, whole.after, whole.changes)
        assert case.id in READ_ANEW or excerpt == replace(whole, digest=excerpt.digest, definitions=excerpt.definitions)


def _holds(case: Case, shadow: Shadow, project: Path) -> None:
    found = outcome(case, shadow, project)
    if WRITING:
        write(case, shadow.major, found)
    file = golden(case, shadow.major, refused=found.plan is None)
    assert file.exists(), found.told
    assert found.told == file.read_text()
    if found.plan is None:
        return
    assert (found.plan.proof.forward, found.plan.proof.back, found.plan.proof.observer) == ("equal", "equal", "equal")
    assert found.left == ()
    assert (found.imprints[0] == found.imprints[1]) == (not found.plan.steps)
    assert case.keys.get("silent") or found.dumps[0] == found.dumps[1]
    assert _kept(case, *found.rows)


def _kept(case: Case, before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    changed = set(case.keys.get("changes", ()))
    return all(after[name] == before[name] for name in before.keys() & after.keys() - changed)

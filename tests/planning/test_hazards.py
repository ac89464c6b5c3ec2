"""Each hazard's examples, planned on a real server: the bad one has the hazard, the good one has not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from psycopg2.extensions import make_dsn

from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.hazard import Example, HazardKind
from difftool.model.plan import Hazard, Plan
from difftool.model.profile import Settings
from difftool.pg.roles import Role
from difftool.pg.shadow import Shadow
from difftool.planning.hazards import DEFAULTS, KINDS, RULES
from difftool.sql.split import split

kinds = pytest.mark.parametrize("kind", [rule.kind for rule in RULES], ids=list(KINDS))


def plan_of(examples: Iterable[Example], shadow: Shadow, project: Path) -> Plan:
    """A plan from all of them to all of them, whatever the policy would say of it."""
    shadow.create_roles([Role("anon")])
    shown = tuple(examples)
    scratch = shadow.create()
    try:
        with scratch.open() as session:
            for piece in split("\n".join(example.before for example in shown), "before.sql"):
                session.execute(piece.text)
        (project / "target.sql").write_text("\n".join(example.after for example in shown))
        (project / "profiles").mkdir()
        (project / "profiles" / "p.yaml").write_text(yaml.safe_dump(_profile(shown)))
        settings = Settings(str(project), str(project / "profiles"))
        profile = load_profile("p", settings)
        allowed = replace(profile.policy, hazards=dict.fromkeys(DEFAULTS, "allow"))
        work = Work(settings, Address(make_dsn(scratch.dsn), "the example"), shadow)
        return make_plan(work, replace(profile, policy=allowed))
    finally:
        shadow.drop(scratch)


def _profile(examples: tuple[Example, ...]) -> dict[str, Any]:
    merged: dict[str, Any] = {"snapshot": ["target.sql"], "manages": ["public.*"], "policy": {}, "data": []}
    for keys in (yaml.safe_load(example.profile) or {} for example in examples):
        merged["policy"] |= keys.get("policy", {})
        merged["data"] += keys.get("data", [])
    return merged


def concerning(hazards: Iterable[Hazard], kind: HazardKind, example: Example) -> Iterator[Hazard]:
    """Of that kind, about what the example makes."""
    names = re.findall(r"create (?:table|function|type|view) (\w+)", f"{example.before} {example.after}")
    for hazard in hazards:
        if hazard.code == kind.code and any(re.search(rf"\b{name}\b", hazard.object) for name in names):
            yield hazard


@pytest.fixture(scope="module")
def bad(shadow: Shadow, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Hazard, ...]]:
    """By code, what a plan for all bad examples says of each of them."""
    plan = plan_of((rule.kind.bad for rule in RULES), shadow, tmp_path_factory.mktemp("bad"))
    return {code: tuple(concerning(plan.hazards, kind, kind.bad)) for code, kind in KINDS.items()}


@pytest.fixture(scope="module")
def good(shadow: Shadow, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Hazard, ...]]:
    plan = plan_of((rule.kind.good for rule in RULES), shadow, tmp_path_factory.mktemp("good"))
    return {code: tuple(concerning(plan.hazards, kind, kind.good)) for code, kind in KINDS.items()}


@kinds
def test_the_bad_example_has_it_once(kind: HazardKind, bad: Mapping[str, tuple[Hazard, ...]]) -> None:
    """The plan for a bad example names its hazard, with an effect and what helps."""
    (hazard,) = bad[kind.code]
    assert hazard.effect
    assert hazard.remedy == kind.remedy


@kinds
def test_the_good_example_has_it_not(kind: HazardKind, good: Mapping[str, tuple[Hazard, ...]]) -> None:
    """The plan for a good example, which wants something similar, does not have the hazard."""
    assert good[kind.code] == ()


@pytest.mark.slow
@kinds
def test_each_example_by_itself(kind: HazardKind, shadow: Shadow, tmp_path: Path) -> None:
    """An example says the same when nothing else is planned with it, and each has something to do."""
    for name, example, expected in (("bad", kind.bad, True), ("good", kind.good, False)):
        (tmp_path / name).mkdir()
        plan = plan_of([example], shadow, tmp_path / name)
        assert plan.steps
        assert (kind.code in {hazard.code for hazard in plan.hazards}) is expected

"""The digest binds a review to a plan."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from difftool.model.catalog import Comparing, Ident
from difftool.model.plan import Hazard, Observed, Phase, Plan, Probe, Proof, Step, TargetDatabase, Undo, UndoKind
from difftool.model.profile import External, Place, Policy, Scope, Verification
from difftool.planning.seal import is_sealed, same, seal

STEP = Step(1, Phase.EXPAND, "add x", ("alter table t add x int",), Undo(UndoKind.LOSSLESS))
PLAN = Plan(
    digest="",
    profile="p",
    profile_digest="sha256:1",
    target=TargetDatabase("", "app", "7"),
    live_major=15,
    proven_on=18,
    before="15:a",
    after="15:b",
    scope=Scope((), frozenset({"a", "b"})),
    comparing=Comparing({"owner": frozenset({Ident("table", "s", "b"), Ident("table", "s", "a")})}),
    search_path="public",
    changes=("+ column",),
    steps=(STEP,),
    verify=(),
    policy=Policy(),
    proof=Proof("equal", "equal", "equal"),
)

CHANGED: dict[str, Any] = {
    "profile": "q",
    "profile_digest": "sha256:2",
    "target": TargetDatabase("", "other", "7"),
    "live_major": 16,
    "proven_on": 17,
    "before": "15:c",
    "after": "15:c",
    "scope": Scope((), frozenset({"a"})),
    "comparing": Comparing({"owner": None}),
    "search_path": "app",
    "changes": (),
    "steps": (replace(STEP, probes=(Probe("select 1"),)),),
    "verify": (Verification("a", "b"),),
    "policy": Policy(max_lock=3),
    "proof": Proof("equal", "no", "equal"),
    "externals": (External("role", "anon"),),
    "hazards": ("x",),
    "not_compared": ("x",),
    "information": ("x",),
    "origin": "18:x",
    "undoes": "sha256:x",
    "definitions": ("x",),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Plan) if field.name not in ("digest", "observed")])
def test_the_digest_covers_each_field(name: str) -> None:
    """A plan that was edited in any field after it was sealed is not sealed any more."""
    assert is_sealed(seal(PLAN))
    assert not is_sealed(replace(seal(PLAN), **{name: CHANGED[name]}))


def test_what_was_observed_is_outside() -> None:
    """Counts, sizes and examples may be refreshed without a new review."""
    assert is_sealed(replace(seal(PLAN), observed=Observed({"public.t": 5})))
    seen, seen_later = (Hazard("LONG-LOCK", 1, "public.t", "writers wait", "", observed=f"{n} rows") for n in (5, 6))
    assert is_sealed(replace(seal(replace(PLAN, hazards=(seen,))), hazards=(seen_later,)))


def test_the_digest_is_of_values() -> None:
    """Equal plans have one digest, however their numbers, sets and maps were written, wherever a profile stood."""
    here, there = (
        replace(PLAN, externals=(External("role", "anon", place=Place(file)),)) for file in ("a.yaml", "b.yaml")
    )
    assert seal(here).digest == seal(there).digest
    assert seal(replace(PLAN, policy=Policy(max_lock=2))).digest == seal(PLAN).digest
    assert seal(seal(PLAN)) == seal(PLAN)


def test_an_unsealed_plan_is_not_sealed() -> None:
    """A plan without a digest is not taken for a reviewed one."""
    assert not is_sealed(PLAN)


DIGEST = seal(PLAN).digest
HEX = DIGEST.removeprefix("sha256:")


@pytest.mark.parametrize("approval", [DIGEST, HEX, HEX[:12], f"sha256:{HEX[:12]}", f" {HEX[:20].upper()}\n"])
def test_an_approval_names_the_plan(approval: str) -> None:
    """The whole digest approves, or its first twelve characters or more, with or without its prefix."""
    assert same(DIGEST, approval)


@pytest.mark.parametrize("approval", ["", "sha256:", HEX[:11], HEX[1:], HEX[:12] + "x", HEX + "0", f"md5:{HEX}"])
def test_anything_else_approves_nothing(approval: str) -> None:
    """A shorter prefix, or one of another digest, is no approval, and neither is any for an unsealed plan."""
    assert not same(DIGEST, approval)
    assert not same("", approval)

"""What a reviewer reads of the time between two phases."""

from __future__ import annotations

from dataclasses import replace

from difftool.model.plan import Phase, Plan
from difftool.report.between import between
from tests.report.made import STEPS, plan


def _in(*phases: Phase) -> Plan:
    return plan(tuple(replace(STEPS[0], id=number, phase=phase) for number, phase in enumerate(phases, 1)))


def test_each_phase_that_a_drop_follows_says_what_code_meets() -> None:
    """Before columns go, the old code and the new one live side by side: what each rest looks like is told."""
    told = between(_in(Phase.EXPAND, Phase.FILL, Phase.FILL, Phase.CONTRACT))
    assert told[0] == "after expand: what is new is there beside all that was; fill follows"
    assert told[1].endswith("contract follows")
    assert len(told) == 3


def test_where_nothing_goes_there_is_nothing_to_say() -> None:
    """A plan that takes nothing away may rest anywhere, and one of a single phase nowhere."""
    assert between(_in(Phase.EXPAND, Phase.VALIDATE)) == []
    assert between(_in(Phase.CONTRACT, Phase.CONTRACT)) == []


def test_a_rest_is_only_where_all_earlier_phases_are_through() -> None:
    """A drop that must come first leaves no rest before the rest of expand."""
    assert between(_in(Phase.CONTRACT, Phase.EXPAND)) == []

"""Where the time went."""

from __future__ import annotations

import re

import pytest

from difftool.cli.timings import Timings
from tests.e2e.house import House, Shell

STAGES = [
    "starting",
    "connecting",
    "starting a shadow",
    "building the target in",
    "reading the database, and comparing",
]
SUM = r"in all +\d+\.\d\d +\d+\.\d\d \+ \d+\.\d\d of servers and programs that were started"


def test_each_stage_is_told(house: House, difftool: Shell) -> None:
    """A line for each stage of a plan, in order, and their sum, on standard error; the result is what it is without."""
    said = difftool("plan", "--profile", "standalone", "--timings", "-q", *house.url())
    lines = [line for line in said.err.splitlines() if re.search(r" \d+\.\d\d +\d+\.\d\d", line)]
    assert [line.startswith(stage) for line, stage in zip(lines, STAGES, strict=False)] == [True] * len(STAGES)
    assert re.fullmatch(SUM, lines[-1])
    assert said.out == difftool("plan", "--profile", "standalone", *house.url()).out


def test_the_stages_are_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage ends where the next one begins, the last with the whole."""
    clock = iter([0.0, 1.25, 3.5])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    timings = Timings("first")
    timings.begins("second")
    walls = [re.findall(r"\d+\.\d\d", line)[0] for line in timings.told().splitlines()[1:]]
    assert walls == ["1.25", "2.25", "3.50"]

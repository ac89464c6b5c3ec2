"""When an exported migration was made: told by the caller or by the folder, never by the clock."""

from __future__ import annotations

import pytest

from difftool.errors import UsageError
from difftool.export.moments import digits, next_moment


@pytest.mark.parametrize(
    ("newest", "given", "then"),
    [
        ("20260131235959", "", "20260201000000"),
        ("", "20260131120000", "20260131120000"),
        ("20260131235959", "20260202000000", "20260202000000"),
    ],
)
def test_the_next_moment(newest: str, given: str, then: str) -> None:
    """What is given counts; else it is a second after the newest."""
    assert digits(next_moment(newest, given)) == then


@pytest.mark.parametrize(
    ("newest", "given", "why"),
    [
        ("", "", "name a moment"),
        ("20260131235959", "20260131235959", "not later than the newest"),
        ("", "20261331235959", "is no moment"),
        ("", "2026-01-31", "is no moment"),
    ],
)
def test_no_moment(newest: str, given: str, why: str) -> None:
    """What would not run, or is no moment, is told."""
    with pytest.raises(UsageError, match=why):
        next_moment(newest, given)

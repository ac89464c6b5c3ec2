"""Lines that fit, in which names stay whole."""

from __future__ import annotations

import pytest

from difftool.report.layout import table

ROWS = [
    ("step", "phase", "what", "touches"),
    ("1", "guard", "add the foreign key, NOT VALID", "constraint llm_workflow_jobs_user_id_fkey"),
    ("2", "clean", "set user_id to null", ""),
]
STACKED = """\
step 1
  phase    guard
  what     add the foreign key, NOT VALID
  touches  constraint
           llm_workflow_jobs_user_id_fkey
step 2
  phase    clean
  what     set user_id to null"""


@pytest.mark.parametrize("width", [20, 30, 45, 60, 75, 100, 10_000])
def test_words_are_never_broken(width: int) -> None:
    """Whatever the width, each word of each cell is there whole."""
    shown = " ".join(table(ROWS, width, head=str)).split()
    assert {word for row in ROWS[1:] for cell in row for word in cell.split()} <= set(shown)


def test_what_is_too_wide_is_stacked() -> None:
    """Where the columns have no room, each row is lines below each other, and empty cells are left out."""
    assert table(ROWS, 45, indent="", head=str) == STACKED.splitlines()
    assert table(ROWS[1:2], 45, indent="")[:2] == ["1", "  guard"]


def test_where_there_is_room_there_are_columns() -> None:
    """The head is painted, cells wrap between words only, at hyphens neither."""
    lines = table(ROWS, 80, indent="", head=str.upper)
    assert lines[0].split() == ["STEP", "PHASE", "WHAT", "TOUCHES"]
    assert lines[1].endswith("llm_workflow_jobs_user_id_fkey") or lines[2].endswith("llm_workflow_jobs_user_id_fkey")
    assert table([("a", "well-known-name x")], 20, indent="") == ["a  well-known-name x"]
    assert table([("a", "well-known-name x")], 19, indent="") == ["a  well-known-name", "   x"]


def test_without_bounds_nothing_wraps() -> None:
    """What goes into a pipe has one line a row."""
    assert len(table(ROWS, 100_000, head=str)) == len(ROWS)

"""Values that are kept between runs, and may be gone at any moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from difftool.pg import recall
from difftool.pg.recall import keep, key_of

VALUES = (150018, [("table", "public", "t", {"owner": None, "rows": 1.5})], [0, 1], b"x")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recall, "_folder", lambda: tmp_path / "targets")
    return tmp_path / "targets"


def test_what_was_kept_is_recalled() -> None:
    """The same values come back, under the same key only."""
    keep(key_of("a"), VALUES)
    assert recall.recall(key_of("a")) == VALUES
    assert recall.recall(key_of("b")) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 200])
def test_what_is_damaged_is_as_none(folder: Path, damage: bytes) -> None:
    """A file that was cut, emptied or written by something else is not believed."""
    keep(key_of("a"), VALUES)
    (folder / key_of("a")).write_bytes(damage)
    assert recall.recall(key_of("a")) is None


def test_where_nothing_can_be_written_nothing_is_kept(folder: Path) -> None:
    """A folder that is no folder is no error: the next run builds again."""
    folder.write_text("in the way")
    keep(key_of("a"), VALUES)
    assert recall.recall(key_of("a")) is None


def test_what_was_not_used_for_long_makes_room(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Together the files stay below a bound; the one that was used last is never the one that goes."""
    for name in "ab":
        keep(key_of(name), b"x" * 1000)
    os.utime(folder / key_of("b"), (1, 1))
    monkeypatch.setattr(recall, "ROOM", 3000)
    keep(key_of("c"), b"x" * 1000)
    assert recall.recall(key_of("a")) is not None
    assert recall.recall(key_of("b")) is None

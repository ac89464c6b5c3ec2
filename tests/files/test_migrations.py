"""Folders of migrations: their kind, their order, and which file takes which back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from difftool.errors import ConfigError
from difftool.files.migrations import read_migrations
from difftool.model.migration import Shape


def written(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"select '{name}';")
    return str(folder)


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (("1_a.up.sql", "1_a.down.sql", "2_b.up.sql"), {"1_a": "1_a.down.sql", "2_b": ""}),
        (("001_a.sql", "001_a_down.sql"), {"001_a": "001_a_down.sql"}),
        (("001_a.sql", "001_a.down.sql"), {"001_a": "001_a.down.sql"}),
        (("001_a.sql", "002_scale_down.sql"), {"001_a": "", "002_scale_down": ""}),
        (("1_scale_down.sql", "1_scale_down_down.sql"), {"1_scale_down": "1_scale_down_down.sql"}),
        (("1_a.up.sql", "2_b.up.sql"), {"1_a": "", "2_b": ""}),
        (("10_b.sql", "9_a.sql"), {"9_a": "", "10_b": ""}),
    ],
)
def test_pairs(tmp_path: Path, names: tuple[str, ...], pairs: dict[str, str]) -> None:
    """Numbers are numbers; a file is a way back only where the way there is beside it."""
    found = read_migrations(written(tmp_path, *names))
    downs = {m.name: m.down.name.rsplit("/", 1)[-1] if m.down else "" for m in found.migrations}
    assert found.shape is Shape.PAIR
    assert list(downs.items()) == list(pairs.items())


def test_supabase(tmp_path: Path) -> None:
    """Fourteen digits and no way back are Supabase's."""
    found = read_migrations(written(tmp_path, "20260131120000_a.sql", "20260131115959_b.sql"))
    assert found.shape is Shape.SUPABASE
    assert [m.number for m in found.migrations] == ["20260131115959", "20260131120000"]


def test_drizzle(tmp_path: Path) -> None:
    """The journal says which files run, and in which order; others in the folder do not."""
    written(tmp_path, "0000_z.sql", "0001_a.sql", "loose.sql", "meta/x")
    entries = [{"idx": 1, "tag": "0001_a", "when": 2}, {"idx": 0, "tag": "0000_z", "when": 1}]
    (tmp_path / "meta" / "_journal.json").write_text(json.dumps({"entries": entries}))
    found = read_migrations(str(tmp_path))
    assert found.shape is Shape.DRIZZLE
    assert [m.up.text for m in found.migrations] == ["select '0000_z.sql';", "select '0001_a.sql';"]


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ((), "holds no migrations"),
        (("001_a.sql", "seed.sql"), "seed.sql: has no number in front"),
        (("001_a.sql", "1_b.sql"), "001_a and 1_b have one number"),
        (("001_a.up.sql", "002_b.down.sql"), "002_b.down.sql: is a way back by its name"),
        (("001_a.sql", "002_b.down.sql"), "002_b.down.sql: is a way back by its name"),
        (("001_a.sql", "001_a_down.sql", "002_b_down.sql"), "002_b_down.sql: is a way back by its name"),
    ],
)
def test_no_order(tmp_path: Path, names: tuple[str, ...], why: str) -> None:
    """Where nobody can tell the order, nothing is guessed."""
    with pytest.raises(ConfigError, match=why):
        read_migrations(written(tmp_path, *names))


@pytest.mark.parametrize(
    ("journal", "why"),
    [
        ("{", "is no JSON"),
        ("[]", "not as drizzle-kit writes it"),
        ('{"entries": 3}', "without `idx` or `tag`"),
        ('{"entries": [{"idx": "0"}]}', "without `idx` or `tag`"),
    ],
)
def test_a_broken_journal(tmp_path: Path, journal: str, why: str) -> None:
    """A journal that cannot be read is an error with its name."""
    written(tmp_path, "meta/x")
    (tmp_path / "meta" / "_journal.json").write_text(journal)
    with pytest.raises(ConfigError, match=rf"meta/_journal.json.*{why}"):
        read_migrations(str(tmp_path))


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is told apart from one that is empty."""
    with pytest.raises(ConfigError, match="there is no such folder"):
        read_migrations(str(tmp_path / "nowhere"))


def test_a_variable_that_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name at all is not the current folder: it is refused."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "001_a.sql").write_text("select 1")
    with pytest.raises(ConfigError, match="no folder of migrations is named"):
        read_migrations("")


def test_a_folder_of_ways_there_alone(tmp_path: Path) -> None:
    """What goes on from them is named as they are."""
    assert read_migrations(written(tmp_path, "1_a.up.sql")).endings == (".up.sql", ".down.sql")

"""Folders of migrations that other tools keep: which files there are, and in which order they run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from difftool.errors import ConfigError
from difftool.files.reading import text_of
from difftool.model.migration import Migration, Migrations, Shape
from difftool.model.profile import SnapshotFile

LARGEST = 64 * 1024**2
_NUMBERED = re.compile(r"(\d+)[_-].*\.sql")
_MOMENT = 14
"""digits of a timestamp"""
_ENDINGS = ((".up.sql", ".down.sql"), (".sql", "_down.sql"), (".sql", ".down.sql"))


def read_migrations(folder: str) -> Migrations:
    """Raises ConfigError where there are none, and for files whose place in the order cannot be told."""
    if not folder.strip():
        raise ConfigError("no folder of migrations is named: is the variable set from which it comes?")
    if not Path(folder).exists():
        raise ConfigError("there is no such folder", where=folder)
    found = migrations_there(Path(folder), folder)
    if not found.migrations:
        raise ConfigError("holds no migrations: no numbered *.sql, and no meta/_journal.json", where=folder)
    return found


def migrations_there(folder: Path, label: str) -> Migrations:
    """As `read_migrations`, where there may be none yet."""
    if folder.exists() and not folder.is_dir():
        raise ConfigError("is a file, not a folder of migrations", where=label)
    if journal := drizzle_journal(folder, label):
        return _drizzle(folder, label, journal)
    names = sorted(path.name for path in folder.glob("*.sql")) if folder.is_dir() else []
    endings = _endings(names)
    downs = {_down_of(name, endings): name for name in names if _down_of(name, endings) in names}
    ups = [name for name in names if name not in downs.values()]
    for name in ups:
        _refuse_placeless(name, f"{label}/{name}", stray=name not in downs and _is_down(name, endings, downs))
    made = [_migration(folder, label, name, downs.get(name, ""), endings) for name in ups]
    ordered = tuple(sorted(made, key=lambda migration: (int(migration.number), migration.name)))
    _refuse_twins(ordered, label)
    timestamps = bool(ordered) and all(len(migration.number) == _MOMENT for migration in ordered)
    return Migrations(Shape.SUPABASE if timestamps and not downs else Shape.PAIR, ordered, endings)


def _refuse_placeless(name: str, where: str, *, stray: bool) -> None:
    if not _NUMBERED.fullmatch(name):
        raise ConfigError("has no number in front, so nobody knows when it runs: 001_name.sql", where=where)
    if stray:
        raise ConfigError("is a way back by its name, but the migration that it takes back is not there", where=where)


def drizzle_journal(folder: Path, label: str) -> Mapping[str, Any]:
    """Of a Drizzle folder; empty where it is none. Raises ConfigError for a journal that is not of the known form."""
    name = f"{label}/meta/_journal.json"
    read = _read_json(folder / "meta" / "_journal.json", name, "entries")
    entries = read.get("entries", [])
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise ConfigError("is not as drizzle-kit writes it: an entry is without `idx` or `tag`", where=name)
    return read


def _is_entry(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("idx"), int) and isinstance(found.get("tag"), str)


def drizzle_snapshot(folder: Path, label: str, journal: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest picture of the models; empty where there is none."""
    last = max((entry["idx"] for entry in journal.get("entries", [])), default=0)
    name = f"{last:04}_snapshot.json"
    return _read_json(folder / "meta" / name, f"{label}/meta/{name}", "id")


def _read_json(file: Path, name: str, key: str) -> Mapping[str, Any]:
    if not file.exists():
        return {}
    try:
        read = json.loads(text_of(file, name, LARGEST))
    except json.JSONDecodeError as error:
        raise ConfigError(f"is no JSON: {error.msg}", where=f"{name}:{error.lineno}") from None
    if not isinstance(read, dict) or key not in read:
        raise ConfigError(f"is not as drizzle-kit writes it: no `{key}`", where=name)
    return read


def _drizzle(folder: Path, label: str, journal: Mapping[str, Any]) -> Migrations:
    tags = [(str(entry["idx"]), entry["tag"]) for entry in sorted(journal["entries"], key=lambda entry: entry["idx"])]
    made = tuple(Migration(number, tag, _read(folder, label, f"{tag}.sql")) for number, tag in tags)
    return Migrations(Shape.DRIZZLE, made)


def _endings(names: list[str]) -> tuple[str, str]:
    """How this folder tells the way there from the way back."""
    counted = [(sum(_down_of(name, endings) in names for name in names), endings) for endings in _ENDINGS]
    most, found = max(counted, key=lambda one: one[0])
    if most:
        return found
    return _ENDINGS[0] if any(name.endswith(_ENDINGS[0][0]) for name in names) else (".sql", "_down.sql")


def _down_of(name: str, endings: tuple[str, str]) -> str:
    """The file that this one takes back; empty where its name does not say so."""
    up, down = endings
    return name.removesuffix(down) + up if name.endswith(down) else ""


def _is_down(name: str, endings: tuple[str, str], downs: Mapping[str, str]) -> bool:
    """`002_scale_down.sql` is one only where others are told apart in this way."""
    return name.endswith(".down.sql") or bool(downs and name.endswith(endings[1]))


def _migration(folder: Path, label: str, up: str, down: str, endings: tuple[str, str]) -> Migration:
    name = up.removesuffix(endings[0]).removesuffix(".sql")
    number = re.match(r"\d+", up)
    return Migration(
        number[0] if number else "", name, _read(folder, label, up), _read(folder, label, down) if down else None
    )


def _read(folder: Path, label: str, name: str) -> SnapshotFile:
    shown = f"{label.rstrip('/')}/{name}"
    return SnapshotFile(shown, text_of(folder / name, shown, LARGEST))


def _refuse_twins(migrations: tuple[Migration, ...], label: str) -> None:
    for first, second in pairwise(migrations):
        if int(first.number) == int(second.number):
            raise ConfigError(f"{first.name} and {second.name} have one number", where=label)

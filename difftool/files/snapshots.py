"""Snapshots on disk: the SQL files that a profile names."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from difftool.errors import ConfigError, SnapshotError
from difftool.files.reading import bytes_of
from difftool.model.profile import Place, SnapshotFile

LARGEST = 64 * 1024**2


def read_snapshot(root: Path, written: str, place: Place, label: str = "") -> tuple[SnapshotFile, ...]:
    """The SQL file, or all `*.sql` directly in the folder, sorted by name; `label` stands before their names.

    Raises ConfigError at `place` for a path that is missing or leads out of `root`, SnapshotError for a file
    that is not UTF-8 text.
    """
    path = inside(root, written, place, "snapshot")
    if not path.exists():
        raise ConfigError(f"snapshot: no such file or folder: {written}", where=str(place))
    files = sorted(path.glob("*.sql")) if path.is_dir() else [path]
    if not files:
        raise ConfigError(f"snapshot: no *.sql in folder {written}", where=str(place))
    return tuple(_read(root, file, place, label) for file in files)


def inside(root: Path, written: str, place: Place, key: str) -> Path:
    """`written` below `root`. Raises ConfigError where it would lead out, also by a symbolic link."""
    parts = PurePosixPath(written)
    path = root / parts
    try:
        path.resolve().exists()
    except (OSError, ValueError):  # Python's words for a path that is too long, and for a NUL in it
        raise ConfigError(f'{key}: "{written[:60]}" cannot be a path', where=str(place)) from None
    if parts.is_absolute() or ".." in parts.parts or not _below(root, path):
        raise ConfigError(f'{key}: "{written}" leads out of the project\'s folder', where=str(place))
    return path


def _below(root: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _read(root: Path, file: Path, place: Place, label: str) -> SnapshotFile:
    name = (PurePosixPath(label) / file.relative_to(root).as_posix()).as_posix()
    if not _below(root, file):
        raise ConfigError(f'snapshot: "{name}" leads out of the project\'s folder', where=str(place))
    try:
        data = bytes_of(file, name, LARGEST)
    except ConfigError as error:
        raise ConfigError(f"snapshot: {error}", where=str(place)) from None
    return SnapshotFile(name, _text(data, name))


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SnapshotError("not UTF-8", where=f"{name}:{line}") from None
    if "\0" in text:
        raise SnapshotError("a NUL character", where=f"{name}:{text[: text.index(chr(0))].count(chr(10)) + 1}")
    return text

"""What was read of a database that can always be built again, kept in files between runs.

A file's name says what it was made of, and its first bytes that it is whole. Nothing of it is needed: a file that is
damaged, unreadable or gone is as good as none. Two processes may write the same one; the last stays.
"""

from __future__ import annotations

import marshal
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from difftool.pg.account import account, cache_folder

ROOM = 1 << 30
"""bytes; what was used longest ago goes first"""
DIGEST = 32


def key_of(parts: object) -> str:
    """A name for what is made of these, by this Python (how values are written is its own affair) and this difftool."""
    return sha256(repr((sys.version, _ourselves(), parts)).encode()).hexdigest()


@cache
def _ourselves() -> list[tuple[str, int]]:
    """Our own files, and when they were written."""
    folders = (folder for folder, _, _ in os.walk(Path(__file__).parents[1]))
    files = (file for folder in folders for file in os.scandir(folder) if file.name.endswith((".py", ".sql")))
    return sorted((file.path, file.stat().st_mtime_ns) for file in files)


def recall(key: str) -> Any:
    """The values that were kept under this key, or None."""
    file = _folder() / key
    try:
        written = memoryview(file.read_bytes())
        os.utime(file)
    except OSError:
        return None
    if sha256(written[DIGEST:]).digest() != written[:DIGEST]:
        return None
    return marshal.loads(written[DIGEST:])  # noqa: S302  # the folder is ours alone, and the digest has told that it is whole


def keep(key: str, values: Any) -> None:
    """Tuples, lists, dicts, text, bytes and numbers. Where they cannot be written, they are not kept."""
    content = marshal.dumps(values)
    with suppress(OSError):
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.writelines((sha256(content).digest(), content))
        Path(draft).replace(folder / key)
        _make_room(folder)


def _make_room(folder: Path) -> None:
    with os.scandir(folder) as files:
        known = sorted(((file.stat(), file.path) for file in files), key=lambda one: one[0].st_mtime, reverse=True)
    total = 0
    for stat, path in known:
        total += stat.st_size
        if total > ROOM:
            Path(path).unlink(missing_ok=True)


def _folder() -> Path:
    return cache_folder(None, account()) / "targets"

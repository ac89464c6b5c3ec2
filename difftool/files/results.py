"""Files that people asked for: each is either the old one or the new one, never half of it."""

from __future__ import annotations

import os
from pathlib import Path

from difftool.errors import UsageError


def write(path: Path, text: str) -> None:
    """Through a file beside it that takes its place; devices and pipes are written to as they are.

    Raises UsageError where that cannot be.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        place = path.resolve()
        beside = place.with_name(f".difftool-{os.getpid()}")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(place)
    except OSError as error:
        raise unwritten(error, str(path)) from error


def unwritten(error: OSError, where: str = "standard output") -> UsageError:
    """A result that has nowhere to go is as good as none."""
    return UsageError(f"cannot be written: {error.strerror}", where=where)

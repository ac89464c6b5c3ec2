"""Files that people name: read whole, never more than a bound, and told as what they are where they are not files."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from difftool.errors import ConfigError


def bytes_of(file: Path, name: str, largest: int) -> bytes:
    """The content; `name` is how messages call it, `largest` is in bytes. Raises ConfigError.

    A pipe or a device is never opened: reading one may wait, or go on, for ever.
    """
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ConfigError(f"is {_kind(mode)}, not a file", where=name)
        with file.open("rb") as opened:
            data = opened.read(largest + 1)
    except OSError as error:
        raise ConfigError(_words(file, error), where=name) from None
    except ValueError:  # Python's word for a NUL in a path
        raise ConfigError("no path holds a NUL character", where=name) from None
    if len(data) > largest:
        raise ConfigError(f"is larger than the {largest:,} bytes that are read", where=name)
    return data


def text_of(file: Path, name: str, largest: int) -> str:
    """As `bytes_of`, for UTF-8."""
    data = bytes_of(file, name, largest)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("not UTF-8", where=f"{name}:{line}") from None


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _words(file: Path, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "a link to what is not there" if file.is_symlink() else "no such file"
    return f"cannot be read: {error.strerror}"

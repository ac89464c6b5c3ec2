"""Other processes that use a server, and folders that every user can enter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2.extensions import parse_dsn

import difftool

CHECKOUT = Path(difftool.__file__).parent.parent


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that every user of the machine can enter, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="difftool-test-")).resolve()
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def hold(script: str, cache: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Another process, which uses a server until its standard input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "DIFFTOOL_CACHE": str(cache), "PYTHONPATH": str(CHECKOUT), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    return process.stdout.readline().strip().split("|")


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def ends(dsn: str) -> bool:
    """Whether the server stops answering, and its socket's folder goes, before a minute is over."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            psycopg2.connect(dsn).close()
        except psycopg2.OperationalError:
            if not Path(parse_dsn(dsn)["host"]).exists():
                return True
        time.sleep(0.02)
    return False

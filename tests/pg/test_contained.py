"""What a shadow's server cannot do to the machine that it runs on."""

from __future__ import annotations

import ctypes
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from difftool.pg.contained import OPEN, TCP_SINCE, cell
from difftool.pg.shadow import Shadow, open_shadow


@pytest.fixture
def held(shadow: Shadow, tmp_path: Path) -> Shadow:
    """The shared shadow, where this kernel can hold it."""
    tmp_path.chmod(0o777)
    with cell(tmp_path, Path("/bin/true"), (), tmp_path) as found:
        if found is OPEN:
            pytest.skip("this kernel has no Landlock")
    if not shadow.own:
        pytest.skip("the server is not ours")
    return shadow


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A folder that every account of the machine may use: what is denied there is denied by the cell alone."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder)
        path.chmod(0o777)
        yield path


def test_it_runs_no_program(held: Shadow, everybodys: Path) -> None:
    """Not even a superuser's COPY … TO PROGRAM starts one."""
    mark = everybodys / "mark"
    scratch = held.create()
    with scratch.open() as session, pytest.raises(psycopg2.Error):
        session.execute(f"copy (select 1) to program 'touch {mark}'")
    held.drop(scratch)
    assert not mark.exists()


def test_it_writes_to_no_file_but_its_own(held: Shadow, everybodys: Path) -> None:
    """A superuser's COPY … TO reaches no folder of the machine, whatever its rights are."""
    scratch = held.create()
    with scratch.open() as session, pytest.raises(psycopg2.Error, match="Permission denied"):
        session.execute(f"copy (select 1) to '{everybodys}/mark'")
    held.drop(scratch)
    assert not (everybodys / "mark").exists()


def test_it_reads_no_file_but_its_own_and_the_systems(held: Shadow, everybodys: Path) -> None:
    """A superuser's pg_read_file() shows no file of the user, and no environment of another process."""
    secret = everybodys / "secret"
    secret.write_text("hunter2")
    secret.chmod(0o644)
    scratch = held.create()
    with scratch.open() as session:
        for path in (secret, "/proc/self/environ"):
            with pytest.raises(psycopg2.Error, match="Permission denied"):
                session.value("select pg_read_file(%s)", [str(path)])
        assert session.value("select count(*) from pg_timezone_names()")
    held.drop(scratch)


def test_it_reaches_no_other_machine(held: Shadow) -> None:
    """Nor this one: a foreign table finds nobody who listens on TCP, where the kernel can forbid that."""
    if _landlock() < TCP_SINCE:
        pytest.skip("this kernel's Landlock knows no TCP")
    scratch = held.create()
    with socket.create_server(("127.0.0.1", 0)) as listening, scratch.open() as session:
        session.execute("create extension dblink")
        port = listening.getsockname()[1]
        with pytest.raises(psycopg2.Error, match="Permission denied"):
            session.execute("select dblink_connect(%s)", [f"host=127.0.0.1 port={port} connect_timeout=2"])
    held.drop(scratch)


def _landlock() -> int:
    return int(ctypes.CDLL(None).syscall(444, None, 0, 1))


def test_nothing_of_it_is_left(held: Shadow, everybodys: Path) -> None:
    """Held or not, the server's data and its socket go when it ends."""
    with open_shadow() as other:
        folder = other.maintenance.value("show data_directory")
        sockets = other.maintenance.value("show unix_socket_directories")
    assert not Path(folder).exists()
    assert not Path(sockets).exists()

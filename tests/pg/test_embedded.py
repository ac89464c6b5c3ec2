"""The server of our own: who can run it, where, how often, and that it always ends."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from difftool.pg.account import account, cache_folder, memory_folder, runnable
from difftool.pg.binaries import discover
from difftool.pg.embedded import embedded_database
from difftool.pg.launcher import Cluster, locked, running
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow
from tests.pg.holding import CHECKOUT, ends, hold, let_go, public_folder, said

SITE_PACKAGES = Path(psycopg2.__file__).parent.parent

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")

SHOW_AND_HOLD = """
import sys
from difftool.pg.shadow import open_shadow
with open_shadow() as shadow:
    pid = shadow.maintenance.value("select pg_read_file('postmaster.pid')").split()[0]
    folder = shadow.maintenance.value("show data_directory")
    print(shadow.dsn, pid, folder, sep="|", flush=True)
    sys.stdin.read()
"""
EMBEDDED_AND_HOLD = """
import sys
from pathlib import Path
from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session
with embedded_database(Path(sys.argv[1])) as dsn:
    with Session.open(dsn) as session:
        session.execute(f"create table {sys.argv[2]} ()")
    print(dsn, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with public_folder() as made:
        yield made


@pytest.fixture(scope="module")
def cache() -> Iterator[Path]:
    """A cache folder for the tests that are content with the data of earlier ones."""
    with public_folder() as made:
        yield made


def answers(shadow: Shadow) -> bool:
    with shadow.create().open() as session:
        return bool(session.value("select true"))


def test_a_server_ends_with_its_user(cache: Path) -> None:
    """After use, nothing runs any more and no socket is left."""
    with open_shadow(cache=cache) as shadow:
        assert answers(shadow)
    assert ends(shadow.dsn)


def test_a_killed_tool_leaves_nothing_running(cache: Path) -> None:
    """After kill -9 of the tool its server stops by itself, and its data goes with the next run at the latest."""
    process = hold(SHOW_AND_HOLD, cache)
    dsn, _, data = said(process)
    process.kill()
    process.communicate()
    assert ends(dsn)
    with open_shadow(cache=cache) as shadow:
        assert answers(shadow)
    assert not Path(data).exists()


def test_a_killed_server_is_replaced(cache: Path) -> None:
    """After kill -9 of the server the next run works."""
    process = hold(SHOW_AND_HOLD, cache)
    dsn, pid, _ = said(process)
    os.kill(int(pid), signal.SIGKILL)
    process.kill()
    process.communicate()
    assert ends(dsn)
    with open_shadow(cache=cache) as shadow:
        assert answers(shadow)


def test_two_processes_at_once(cache: Path) -> None:
    """Two runs at the same time have a server each."""
    first, second = hold(SHOW_AND_HOLD, cache), hold(SHOW_AND_HOLD, cache)
    servers = [said(process) for process in (first, second)]
    let_go(first)
    let_go(second)
    assert servers[0][1] != servers[1][1]
    assert all(ends(dsn) for dsn, *_ in servers)


@pytest.mark.slow
def test_a_damaged_data_directory_is_made_anew(cache: Path) -> None:
    """What initdb made once, and does not start any more, is thrown away."""
    with open_shadow(cache=cache):
        (pristine,) = cache.glob("shadows/*/private/data")
    (pristine / "global" / "pg_control").unlink()
    with open_shadow(cache=cache) as shadow:
        assert answers(shadow)


def test_what_a_run_leaves_is_cleared(cache: Path) -> None:
    """Databases and roles of one run are not there in the next, and no data is left of either."""
    with open_shadow(cache=cache) as shadow:
        scratch = shadow.create()
        shadow.execute("create role stranger superuser")
    with open_shadow(cache=cache) as shadow:
        databases = shadow.maintenance.rows("select datname from pg_database")
        roles = shadow.maintenance.rows("select rolname from pg_roles where rolname = 'stranger'")
    assert (scratch.name,) not in databases
    assert roles == []
    assert list(cache.glob("runs/*/*/private")) == []


def test_a_shadow_lives_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system keeps a folder in memory with enough room, the data is there, unless a folder was named."""
    monkeypatch.delenv("DIFFTOOL_CACHE", raising=False)
    room = memory_folder(account(), 1)
    if room is None:
        pytest.skip("no folder in memory here")
    with Path("/proc/mounts").open() as mounts:
        assert any(line.split()[1:3] == [str(room.parent), "tmpfs"] for line in mounts)
    assert memory_folder(account(), 1 << 60) is None
    monkeypatch.setenv("DIFFTOOL_CACHE", "/somewhere/else")
    assert memory_folder(account(), 1) is None


def test_long_paths_with_spaces(folder: Path) -> None:
    """A cache folder whose path has spaces, quotes and more than 100 characters is fine."""
    with open_shadow(cache=folder / ("it's a long name, " * 8) / "cache") as shadow:
        assert answers(shadow)
        assert "long name" in shadow.maintenance.value("show data_directory")


@pytest.mark.parametrize(
    "environment",
    [
        {"TMPDIR": "/tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp/../tmp"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "", "XDG_RUNTIME_DIR": ""},
        {"PGPORT": "1", "PGHOSTADDR": "192.0.2.1", "PGDATA": "/nowhere", "PGOPTIONS": "-c search_path=x"},
    ],
    ids=["a TMPDIR too long for a socket", "no home", "variables about another server"],
)
def test_odd_environments(cache: Path, environment: dict[str, str]) -> None:
    """Variables that would lead PostgreSQL astray do not."""
    process = hold(SHOW_AND_HOLD, cache, **environment)
    assert len(said(process)) == 3
    let_go(process)


@needs_root
def test_as_an_ordinary_user(folder: Path) -> None:
    """An ordinary user without a home starts a server, too."""
    user = pwd.getpwnam("nobody")
    python = "/usr/bin/python3"
    command: dict[str, Any] = {
        "user": user.pw_uid,
        "group": user.pw_gid,
        "extra_groups": [],
        "cwd": "/",
        "env": {
            "HOME": "/nonexistent",
            "TMPDIR": str(folder),
            "PYTHONPATH": f"{CHECKOUT}:{SITE_PACKAGES}",
            "PATH": os.defpath,
        },
    }
    folder.chmod(0o1777)
    try:
        subprocess.run([python, "-c", "import psycopg2, difftool"], check=True, capture_output=True, **command)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("no Python that an ordinary user can run with these packages")
    process = subprocess.Popen(
        [python, "-c", SHOW_AND_HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **command
    )
    dsn, _, data = said(process)
    assert Path(data).stat().st_uid == user.pw_uid
    assert f"/difftool-{user.pw_uid}/" in data
    let_go(process)
    assert ends(dsn)


@needs_root
def test_as_root_the_server_is_an_ordinary_user_s(cache: Path) -> None:
    """Root's server runs as somebody else, and only that user and root get at its socket."""
    with open_shadow(cache=cache) as shadow:
        sockets = Path(parse_dsn(shadow.dsn)["host"]).stat()
        data = Path(shadow.maintenance.value("show data_directory")).stat()
    assert data.st_uid == sockets.st_uid != 0
    assert sockets.st_mode & 0o777 == data.st_mode & 0o777 == 0o700


@needs_root
def test_as_root_from_a_private_home(folder: Path) -> None:
    """Programs under a folder of mode 0700 are copied to where the server's user can run them."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    own = discover()
    package = own.folder.parent.parent
    for part in (package, package.with_name(package.name + ".libs")):
        if part.exists():
            shutil.copytree(part, home / part.name, copy_function=os.link)
    hidden = replace(own, folder=home / package.name / "pginstall" / "bin")
    who = account()
    cluster = Cluster(folder / "cluster", runnable(hidden, who, folder), who, "postgres")
    with locked(cluster) as lock:
        assert lock is not None
        with running(cluster, lock) as dsn, Session.open(dsn) as session:
            assert session.value("select true")
    assert home.stat().st_mode & 0o777 == 0o700


@needs_root
def test_as_root_with_a_private_cache(folder: Path) -> None:
    """A cache folder that the server's user cannot reach is not used, and stays private."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    assert home not in cache_folder(home / "cache", account()).parents
    assert home.stat().st_mode & 0o777 == 0o700


@needs_root
def test_as_root_with_a_strict_umask(folder: Path) -> None:
    """Under umask 077 the server's user reaches its data all the same."""
    before = os.umask(0o077)
    try:
        with open_shadow(cache=folder / "cache") as shadow:
            assert shadow.maintenance.value("show data_directory").startswith(str(folder))
    finally:
        os.umask(before)


def test_the_embedded_database_keeps_its_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written to it is there the next time, and after kill -9 of its user."""
    monkeypatch.setenv("DIFFTOOL_CACHE", str(folder / "cache"))
    process = hold(EMBEDDED_AND_HOLD, folder / "cache", str(folder / "state"), "seen")
    (dsn,) = said(process)
    process.kill()
    process.communicate()
    assert ends(dsn)
    with embedded_database(folder / "state") as dsn, Session.open(dsn) as session:
        assert session.rows("select current_database(), current_user, to_regclass('seen')::text") == [
            ("app", "postgres", "seen")
        ]


def test_the_embedded_database_survives_its_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was committed is there after kill -9 of the server."""
    monkeypatch.setenv("DIFFTOOL_CACHE", str(folder / "cache"))
    with embedded_database(folder) as dsn, Session.open(dsn) as session:
        session.execute("create table kept ()")
        session.execute("set synchronous_commit = on")
        session.execute("create table flushed ()")
        pid = int(session.value("select pg_read_file('postmaster.pid')").split()[0])
        os.kill(pid, signal.SIGKILL)
    with embedded_database(folder) as dsn, Session.open(dsn) as session:
        assert session.value("select to_regclass('kept') is not null")


def test_the_embedded_database_is_shared(folder: Path) -> None:
    """Two processes use it at once, also when both make it; the last one that goes stops it."""
    first, second = (hold(EMBEDDED_AND_HOLD, folder / "cache", str(folder / "state"), name) for name in ("one", "two"))
    (dsn,), (same,) = said(first), said(second)
    assert dsn == same
    let_go(first)
    with Session.open(dsn) as session:
        assert session.value("select true")
    let_go(second)
    assert ends(dsn)

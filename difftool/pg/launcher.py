"""Starts one server of our own, and sees to it that it ends.

Whoever uses the server holds a pipe open. A small shell process, the server's parent, reads from it and stops
the server once nobody holds it any more, be it by a normal end, by `kill -9` or by a crash.

The server inherits the lock on its folder. So a free lock means that nothing runs there: neither a difftool,
nor a server whose difftool was killed. That is why the lock is a plain flock, which child processes share.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2.extensions import make_dsn

from difftool.errors import ConfigError
from difftool.pg.account import Account, socket_folder
from difftool.pg.binaries import Binaries
from difftool.pg.contained import OPEN, Cell, cell

START_SECONDS = 60
STOP_SECONDS = 2
"""longest wait for the end of a server; it comes anyway, and later where another process still uses it"""
PATIENCE = 0.01
"""seconds between two looks at something that is about to happen"""

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "50",
    "max_locks_per_transaction": "1000",  # pg_dump locks every table
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "dynamic_shared_memory_type": "mmap",  # in the data directory: nothing of it outlives that
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
}

ALLOCATION = {
    "MALLOC_MMAP_THRESHOLD_": str(256 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_TOP_PAD_": str(4 << 20),
}
"""for glibc: planning a reading of the catalog takes 11 MB; given back each time, that costs as much as the reading"""

OURS = {
    "port": "5432",
    "hostaddr": "",
    "options": "-c timezone=UTC",
    "client_encoding": "UTF8",
    "channel_binding": "disable",
    "target_session_attrs": "any",
}
"""what the caller's PG* variables would otherwise decide: they are about another server"""

# 9 is the pipe. The server gets neither it nor our terminal; `wait` returns when the server has ended, by a fast
# shutdown where its data is kept, by an immediate one where it is removed.
WATCH = """
exec 9<&0
"$@" </dev/null 9<&- & server=$!
(read -r _ <&9; kill -$END $server) & watch=$!
wait $server
kill $watch
"$REMOVE" -rf "$SOCKETS" "$GONE"
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A data directory and what runs it. `folder` is ours, `private` in it the server's account's."""

    folder: Path
    binaries: Binaries
    account: Account
    superuser: str

    @property
    def private(self) -> Path:
        return self.folder / "private"

    @property
    def data(self) -> Path:
        return self.private / "data"

    @property
    def pipe(self) -> Path:
        return self.folder / "pipe"

    def dsn(self, sockets: str, database: str = "postgres") -> str:
        return make_dsn(host=sockets, user=self.superuser, dbname=database, **OURS)


@dataclass(frozen=True, slots=True)
class Held:
    """How a server is kept in a cell: where its shell's copies are, and what else it may read."""

    programs: Path
    readable: tuple[Path, ...]


@contextmanager
def locked(cluster: Cluster) -> Iterator[int | None]:
    """The lock's file descriptor, or None where it is taken. It stays locked while a server runs there."""
    cluster.account.make_on_the_way(cluster.folder)
    opened = os.open(cluster.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    descriptor = fcntl.fcntl(opened, fcntl.F_DUPFD_CLOEXEC, 10)  # the shell script has its own use for 0 to 9
    os.close(opened)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def running(cluster: Cluster, lock: int, *, keep: bool = True, held: Held | None = None) -> Iterator[str]:
    """Start the server, on new data if there is none; its dsn. It ends when the last user is gone.

    Unless its data is to be kept, that goes then too.
    """
    if not cluster.data.exists():
        _initdb(cluster, lock)
    sockets = socket_folder(cluster.account)
    with _cell(cluster, sockets, held) as found:
        holder, process = _spawn(cluster, sockets, lock, found, keep=keep)
    try:
        _await(cluster, sockets, process)
        yield cluster.dsn(str(sockets))
    finally:
        os.close(holder)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


@contextmanager
def joined(cluster: Cluster) -> Iterator[str | None]:
    """Use the server that somebody else started; None where none answers (it may be starting or ending)."""
    try:
        holder = os.open(cluster.pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        yield None
        return
    try:
        yield _answering(cluster)
    finally:
        os.close(holder)


def discard(cluster: Cluster) -> None:
    """Remove the data. Only with the lock: then nothing runs there."""
    shutil.rmtree(cluster.private, ignore_errors=True)


def copy_data(pristine: Cluster, cluster: Cluster) -> None:
    """Give the cluster the data that initdb makes, which is made once. Only with the cluster's lock."""
    until = time.monotonic() + START_SECONDS
    while not pristine.data.exists() and time.monotonic() < until:
        with locked(pristine) as lock:
            if lock is None:  # somebody else is about it
                time.sleep(PATIENCE)
            elif not pristine.data.exists():
                _initdb(pristine, lock)
    cluster.account.own(cluster.private)
    done = subprocess.run(
        ["cp", "-R", str(pristine.data), str(cluster.data)],
        cwd="/", capture_output=True, text=True, check=False, **cluster.account.process,
    )  # fmt: skip
    if done.returncode != 0:
        raise ConfigError(f"PostgreSQL's files could not be copied to {cluster.data}: {_last_line(done.stderr)}")


def _answering(cluster: Cluster) -> str | None:
    try:
        sockets = (cluster.data / "postmaster.pid").read_text().splitlines()[4]
        dsn = cluster.dsn(sockets)
        psycopg2.connect(dsn).close()
    except (OSError, IndexError, psycopg2.Error):
        return None
    return dsn


def _initdb(cluster: Cluster, lock: int) -> None:
    """Make the data directory under another name first: one that is there is complete."""
    cluster.account.own(cluster.private)
    draft = cluster.private / "draft"
    initdb = [str(cluster.binaries.folder / "initdb"), "--no-sync", "-A", "trust", "-E", "UTF8"]
    for locale in ("C.UTF-8", "C"):  # not every libc knows the first
        shutil.rmtree(draft, ignore_errors=True)
        done = subprocess.run(
            [*initdb, f"--locale={locale}", "-U", cluster.superuser, "-D", str(draft)],
            cwd="/", env=_environment(), capture_output=True, text=True, check=False,
            pass_fds=[lock], start_new_session=True, **cluster.account.process,
        )  # fmt: skip
        if done.returncode == 0:
            draft.rename(cluster.data)
            return
    raise ConfigError(f"initdb failed in {draft}: {_last_line(done.stderr)}")


@contextmanager
def _cell(cluster: Cluster, sockets: Path, held: Held | None) -> Iterator[Cell]:
    if held is None:
        yield OPEN
        return
    own, program = (cluster.folder, sockets), cluster.binaries.folder / "postgres"
    with cell(held.programs, program, own, sockets.parent, held.readable) as found:
        yield found


def _spawn(cluster: Cluster, sockets: Path, lock: int, found: Cell, *, keep: bool) -> tuple[int, subprocess.Popen[str]]:
    """The pipe's end that keeps the server alive, and the process that watches it."""
    cluster.pipe.unlink(missing_ok=True)
    os.mkfifo(cluster.pipe, 0o600)
    reader = os.open(cluster.pipe, os.O_RDONLY | os.O_NONBLOCK)
    holder = os.open(cluster.pipe, os.O_WRONLY)
    os.set_blocking(reader, True)
    server = [str(cluster.binaries.folder / "postgres"), "-D", str(cluster.data), "-k", str(sockets)]
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    end = {"END": "INT", "GONE": ""} if keep else {"END": "QUIT", "GONE": str(cluster.data)}
    try:
        with (cluster.folder / "log").open("w") as log:
            os.fchmod(log.fileno(), 0o600)  # it quotes statements
            process = subprocess.Popen(  # it makes two system calls, and takes no lock
                [found.shell, "-c", WATCH, "difftool", *server, *settings],
                stdin=reader, stdout=log, stderr=log, text=True, cwd="/",
                env=_environment() | {"SOCKETS": str(sockets), "REMOVE": found.remove} | end,
                preexec_fn=found.enter,  # noqa: PLW1509  # it makes two system calls, and takes no lock
                pass_fds=[lock], start_new_session=True, **cluster.account.process,
            )  # fmt: skip
    finally:
        os.close(reader)
    return holder, process


def _await(cluster: Cluster, sockets: Path, process: subprocess.Popen[str]) -> None:
    """Return once the server answers: only that says that it runs."""
    until = time.monotonic() + START_SECONDS
    reason = ""
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg2.connect(cluster.dsn(str(sockets))).close()
        except psycopg2.Error as error:
            reason = str(error)
            time.sleep(PATIENCE)
        else:
            return
    if process.poll() is not None:
        reason = (cluster.folder / "log").read_text(errors="replace")
    raise ConfigError(f"PostgreSQL does not start in {cluster.data}: {_last_line(reason)}")


def _environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL: the caller's PG* variables are about another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | ALLOCATION | {"LC_ALL": "C"}


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it said nothing")

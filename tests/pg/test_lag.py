"""Work waits for replicas: measured at a real one that was told to stop replaying."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn, parse_dsn

from difftool.pg.account import account
from difftool.pg.gates import wait_until_open
from difftool.pg.lag import replicas_behind
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow

BIN = Path("/usr/lib/postgresql/15/bin")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (BIN / "pg_basebackup").exists(), reason="needs pg_basebackup")]


@contextmanager
def replica(primary: Shadow) -> Iterator[Session]:
    """A superuser session on a streaming copy of the primary."""
    who, given = account(), parse_dsn(primary.dsn)
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    data = who.own(folder / "data")
    connection = make_dsn(host=given["host"], user=given["user"], application_name="copy")
    larger = "-c max_connections=1000 -c max_locks_per_transaction=1000"
    settings = f"-k {data} -c listen_addresses='' {larger}"

    def run(*words: str) -> None:
        subprocess.run([str(BIN / words[0]), *words[1:]], check=True, cwd="/", stdout=subprocess.DEVNULL, **who.process)

    run("pg_basebackup", "-d", connection, "-D", str(data), "-R", "-c", "fast")
    run("pg_ctl", "start", "-w", "-D", str(data), "-o", settings, "-l", str(data / "log"))
    try:
        with Session.open(make_dsn(host=str(data), user=given["user"], dbname="postgres")) as session:
            yield session
    finally:
        run("pg_ctl", "stop", "-m", "immediate", "-D", str(data))
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def primary() -> Iterator[Shadow]:
    with open_shadow(str(BIN)) as opened:
        yield opened


def until(session: Session, holds: str) -> None:
    for _ in range(300):
        if session.value(holds):
            return
        session.execute("select pg_sleep(0.1)")
    raise AssertionError(holds)


def test_a_replica_that_does_not_replay_is_waited_for(primary: Shadow) -> None:
    """Closed while what was written is not replayed for longer than allowed, open once it is; the replica is named."""
    with Session.open(primary.dsn) as writer, replica(primary) as copy:
        until(writer, "select count(*) = 1 from pg_stat_replication where replay_lsn is not null")
        gate = replicas_behind(writer, 0.2)
        assert not gate()
        copy.execute("select pg_wal_replay_pause()")
        until(copy, "select pg_get_wal_replay_pause_state() = 'paused'")
        writer.execute("create table written ()")
        said: list[str] = []

        def told(reason: str) -> None:
            said.append(reason)
            copy.execute("select pg_wal_replay_resume()")

        gate()
        copy.execute("select pg_sleep(0.5)")
        wait_until_open([gate], told, every=0.1)
        assert said == ["replica copy is more than 0.2 s behind (policy: max_lag): waiting for it"]


def test_without_replicas_nothing_waits(primary: Shadow) -> None:
    """A server of which nobody takes copies never closes the gate."""
    with Session.open(primary.dsn) as writer:
        gate = replicas_behind(writer, 0)
        writer.execute("create table more_written ()")
        assert not gate()
        assert not gate()

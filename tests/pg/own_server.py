"""A server of a test's own, which it may configure, crash and start again."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from difftool.pg.account import account, cache_folder, runnable
from difftool.pg.binaries import discover
from difftool.pg.embedded import SHADOW_SUPERUSER
from difftool.pg.launcher import Cluster, copy_data, discard, locked, running
from tests.pg.holding import public_folder


@dataclass
class OwnServer:
    """`dsn` names its sockets' folder, which is another one after each start."""

    cluster: Cluster
    dsn: str = ""
    _run: ExitStack = field(default_factory=ExitStack)

    def start(self) -> str:
        lock = self._run.enter_context(locked(self.cluster))
        assert lock is not None
        self.dsn = self._run.enter_context(running(self.cluster, lock))
        return self.dsn

    def stop(self) -> None:
        self._run.close()
        self._until_gone()

    def crash(self) -> None:
        """As `pg_ctl stop -m immediate`: nothing is written, every connection is cut."""
        os.kill(int((self.cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        self.stop()

    def _until_gone(self) -> None:
        until = time.monotonic() + 20
        while (self.cluster.data / "postmaster.pid").exists() and time.monotonic() < until:
            with locked(self.cluster) as lock:
                if lock is not None:
                    return
            time.sleep(0.02)


@contextmanager
def own_server(*settings: str) -> Iterator[OwnServer]:
    """Started, with lines of postgresql.conf."""
    who = account()
    home = cache_folder(None, who)
    binaries = runnable(discover(), who, home)
    pristine = Cluster(home / "shadows" / binaries.key, binaries, who, SHADOW_SUPERUSER)
    with public_folder() as folder:
        server = OwnServer(replace(pristine, folder=folder / "cluster"))
        with locked(server.cluster):
            copy_data(pristine, server.cluster)
        with (server.cluster.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{line}\n" for line in settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
            discard(server.cluster)

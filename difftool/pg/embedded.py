"""The server that comes with difftool: for shadows, thrown away, and as the database `embedded`, kept."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg2
from psycopg2.extensions import make_dsn

from difftool.errors import ConfigError
from difftool.pg.account import account, cache_folder, memory_folder, runnable
from difftool.pg.binaries import Binaries, discover
from difftool.pg.launcher import PATIENCE, START_SECONDS, Cluster, Held, copy_data, discard, joined, locked, running
from difftool.pg.session import Session
from difftool.pg.stubs import offer_stubs, published

SHADOW_SUPERUSER = "difftool_shadow"
"""a name that no database uses, so that every other one, `postgres` too, can be an ordinary role there"""
ROOM = 4 << 30
"""bytes that must be free in memory for a shadow to live there; a copy of ten thousand tables takes a tenth"""


@contextmanager
def shadow_server(binaries: Binaries, cache: Path | None, prepare: Callable[[str], None]) -> Iterator[str]:
    """The dsn of a fresh server for this process alone, in memory where there is room; nothing of it is kept.

    initdb runs once: each server works on a copy of what it made.
    """
    who = account()
    home = cache_folder(cache, who)
    binaries = runnable(binaries, who, home)
    pristine = Cluster(home / "shadows" / binaries.key, binaries, who, SHADOW_SUPERUSER)
    place = memory_folder(who, ROOM) if cache is None else None
    within = replace(pristine, folder=(place or home) / "runs" / binaries.key)
    stubs = published(who, home)
    with _a_free_one(within) as (cluster, lock), _started(pristine, cluster, lock, stubs, prepare) as dsn:
        offer_stubs(dsn, stubs)
        yield dsn


@contextmanager
def _a_free_one(within: Cluster) -> Iterator[tuple[Cluster, int]]:
    """The first that no other process uses; what killed ones have left is removed."""
    for number in count():
        cluster = replace(within, folder=within.folder / str(number))
        with locked(cluster) as lock:
            if lock is None:
                continue
            discard(cluster)
            for other in (replace(within, folder=folder) for folder in within.folder.iterdir()):
                _discard_unused(other)
            yield cluster, lock
            discard(cluster)
            return


def _discard_unused(cluster: Cluster) -> None:
    """Not where its lock is taken, by us or by another process."""
    with locked(cluster) as lock:
        if lock is not None:
            discard(cluster)


@contextmanager
def _started(
    pristine: Cluster, cluster: Cluster, lock: int, stubs: Path, prepare: Callable[[str], None]
) -> Iterator[str]:
    """Run it on a copy of the pristine data, and on new data where that is damaged or cannot be prepared."""
    held = Held(pristine.folder, (stubs,))
    with ExitStack() as stack:
        try:
            copy_data(pristine, cluster)
            dsn = stack.enter_context(running(cluster, lock, keep=False, held=held))
            prepare(dsn)
        except (ConfigError, psycopg2.Error):
            stack.close()
            discard(cluster)
            _discard_unused(pristine)
            copy_data(pristine, cluster)
            dsn = stack.enter_context(running(cluster, lock, keep=False, held=held))
            prepare(dsn)
        yield dsn


@contextmanager
def embedded_database(state: Path) -> Iterator[str]:
    """The dsn of the database `app`, as superuser `postgres`.

    Several processes may use it: the last one stops it. Its data is kept in the cache folder; `state` only
    says under which name.
    """
    who = account()
    home = cache_folder(None, who)
    cluster = Cluster(home / "embedded" / _name(state), runnable(discover(), who, home), who, "postgres")
    with ExitStack() as stack:
        dsn = make_dsn(_first_or_next(cluster, stack), dbname="app")
        yield dsn


def _first_or_next(cluster: Cluster, stack: ExitStack) -> str:
    """Start the server, or join the one that runs; look again where it is about to start or to end."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with ExitStack() as attempt:
            lock = attempt.enter_context(locked(cluster))
            dsn = attempt.enter_context(joined(cluster) if lock is None else running(cluster, lock))
            if dsn and _has_app(dsn):
                stack.push(attempt.pop_all())
                return dsn
        time.sleep(PATIENCE)
    raise ConfigError(f"the embedded database does not answer; its log is {cluster.folder / 'log'}")


def _has_app(dsn: str) -> bool:
    with Session.open(dsn) as session:
        if not session.value("select true from pg_database where datname = 'app'"):
            try:
                session.execute("create database app template template0")
            except (
                psycopg2.errors.DuplicateDatabase,
                psycopg2.errors.UniqueViolation,
            ):  # somebody was quicker
                return True
    return True


def _name(state: Path) -> str:
    """The cluster's name as `state` has it, invented if there is none; of two processes one invents."""
    state.mkdir(parents=True, exist_ok=True)
    place = state / "embedded"
    draft = state / f"embedded.{secrets.token_hex(4)}"
    if not place.exists():
        draft.write_text(secrets.token_hex(8) + "\n")
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_text().strip()

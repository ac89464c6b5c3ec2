"""What tests share: one server for the whole run, fresh databases on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from difftool.pg.binaries import discover
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow
from tests.golden import OLDEST, ROLES

os.environ["COLUMNS"] = "100"  # results are compared as a terminal of that width shows them
for number in (signal.SIGINT, signal.SIGHUP):  # ignored in the background, and so by what tests start
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands that tests start compile all of difftool each time, else


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses the shared server is what is worth a run on another version; golden cases choose theirs."""
    for item in items:
        if "shadow" in getattr(item, "fixturenames", ()) and item.path.name != "test_cases.py":
            item.add_marker("matrix")


@pytest.fixture(scope="session")
def shadow() -> Iterator[Shadow]:
    """A shadow for the whole run: on the server that comes with difftool, or on that of `make test-matrix`."""
    with open_shadow(os.environ.get("DIFFTOOL_TEST_SERVER", "auto")) as opened:
        if opened.own:
            opened.create_roles(
                map(Role, ROLES)
            )  # first, and in this order: PostgreSQL lists a policy's roles by number
        yield opened


@pytest.fixture(scope="session")
def older() -> Iterator[Shadow]:
    """A shadow of the oldest version that is tested, where it is installed."""
    found = discover(OLDEST)
    if found.major != OLDEST:
        pytest.skip(f"PostgreSQL {OLDEST} is not installed")
    with open_shadow(str(found.folder)) as opened:
        yield opened


@pytest.fixture
def new_database(shadow: Shadow) -> Iterator[Callable[[], Session]]:
    """Makes superuser sessions, each on a fresh, empty database; all are dropped after the test."""
    made = []

    def make() -> Session:
        scratch = shadow.create()
        session = scratch.open()
        made.append((scratch, session))
        return session

    yield make
    for scratch, session in made:
        session.close()
        shadow.drop(scratch)


@pytest.fixture
def database(new_database: Callable[[], Session]) -> Session:
    """A superuser session on a fresh, empty database."""
    return new_database()

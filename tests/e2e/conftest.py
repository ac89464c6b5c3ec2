"""The platform's database on a server of its own, a fresh copy for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from difftool.pg.shadow import Scratch, Shadow, open_shadow
from tests.e2e.house import ROWS, House, Shell, build

SETTINGS = "profiles: profiles/\n"


@pytest.fixture(scope="session")
def server() -> Iterator[Shadow]:
    """Where the live databases are: another server than the one on which plans are proven."""
    with open_shadow() as opened:
        yield opened


@pytest.fixture(scope="session")
def platform(server: Shadow) -> Scratch:
    """A template: all of the platform, the microservice standing alone, a few rows."""
    scratch = server.create()
    with scratch.open() as session:
        build(session)
        session.execute(ROWS)
    return scratch


@pytest.fixture
def house(
    server: Shadow, shadow: Shadow, platform: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """A live database at `standalone`, with orphans, and a project folder in which commands run."""
    (tmp_path / "difftool.yaml").write_text(SETTINGS)
    (tmp_path / "profiles").mkdir()
    monkeypatch.chdir(tmp_path)
    database = server.create(template=platform.name)
    with database.open() as admin:
        yield House(server, shadow, database, admin, tmp_path)
    server.drop(database)


@pytest.fixture
def difftool(house: House, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)

"""The platform's database on a server of its own, a fresh copy for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.pg.shadow import PREFIX, Scratch, Shadow, open_shadow
from tests.e2e.house import ROWS, House, Shell, build
from tests.e2e.proposing import Project, proposed

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
    database = rebuilt(server, platform)
    with database.open() as admin:
        yield House(server, shadow, database, admin, tmp_path)


def rebuilt(server: Shadow, template: Scratch) -> Scratch:
    """A fresh copy under the same name each time, so that a plan made in one test fits in the next."""
    name = f"{PREFIX}live"
    database = Scratch(name, make_dsn(server.dsn, dbname=name), "")
    server.drop(database)
    server.execute(f"create database {name} template {template.name}")
    return database


@pytest.fixture(scope="session")
def kept() -> dict[str, str]:
    """Plan files by the name of their profile, made once: planning is what takes time."""
    return {}


@pytest.fixture
def difftool(house: House, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A repository with a proposal, and the variables of a workflow on GitHub."""
    with proposed(tmp_path, monkeypatch) as made:
        yield made

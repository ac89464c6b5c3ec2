"""What difftool gives to the tests of its users, as pytest runs it in a project of theirs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.files.project import project

PROFILE = """
snapshot: [schema/{}.sql]
manages: [public.t]
policy: {{hazards: {{DATA-LOSS: allow}}}}
"""
TESTS = """
import psycopg2
import pytest
import sqlalchemy


def test_a_fresh_one(difftool_database, assert_no_drift):
    database = difftool_database("small")
    assert database.url.startswith("postgresql://")
    with psycopg2.connect(database.url) as connection, connection.cursor() as cursor:
        cursor.execute("insert into t values (1)")
    engine = sqlalchemy.create_engine(database.url.replace("://", "+psycopg2://"))
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("select count(*) from t")).scalar() == 1
    engine.dispose()
    assert_no_drift(database)


def test_another_fresh_one(difftool_database, assert_no_drift):
    database = difftool_database("small")
    with psycopg2.connect(database.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from t")
        assert cursor.fetchone() == (0,)
        cursor.execute("alter table t add column stray text")
    connection.close()
    assert_no_drift(database.url, "small")
"""


def _ran(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The plugin is named, whether or not it is installed as an entry point."""
    named = ["-p", "no:difftool", "-p", "difftool.pytest_plugin", "-p", "no:cacheprovider", "-rs"]
    command = [sys.executable, "-P", "-m", "pytest", "--rootdir", str(root), *named, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def _project(root: Path) -> Path:
    (root / "pytest.ini").write_text("[pytest]\n")
    names = {"small": "id int", "wide": "id int, note text"}
    tables = {f"schema/{name}.sql": f"create table t ({columns});\n" for name, columns in names.items()}
    return project(root, {**{f"profiles/{n}.yaml": PROFILE.format(n) for n in names}, **tables, "test_it.py": TESTS})


def test_databases(tmp_path: Path) -> None:
    """A test gets a database at a profile, which any driver reaches, and which has not drifted from it."""
    done = _ran(_project(tmp_path), "-k", "test_a_fresh_one")
    assert "1 passed" in done.stdout, done.stdout


@pytest.mark.slow
def test_drift(tmp_path: Path) -> None:
    """Each test gets an empty copy of its own; what somebody has changed there is told as drift tells it."""
    done = _ran(_project(tmp_path))
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "+ column stray text" in done.stdout
    assert "test_another_fresh_one" in done.stdout


@pytest.mark.slow
def test_tests_of_the_profiles(tmp_path: Path) -> None:
    """With --difftool every snapshot is loaded; what fails is told in difftool's own words."""
    root = _project(tmp_path)
    for name in ("test_it.py", "profiles/wide.yaml"):
        (root / name).unlink()
    project(root, {"profiles/broken.yaml": PROFILE.format("broken"), "schema/broken.sql": "create tabel t ();\n"})
    done = _ran(root, "--difftool", "-v", "-k", "loads")
    assert "collected 4 items / 2 deselected / 2 selected" in done.stdout
    assert "small loads PASSED" in done.stdout
    assert "broken loads FAILED" in done.stdout
    assert 'schema/broken.sql:1: syntax error at or near "tabel"' in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.slow
def test_settings_that_cannot_be_read(tmp_path: Path) -> None:
    """With --difftool it is one line with their place, and no traceback of pytest's own."""
    root = _project(tmp_path)
    (root / "difftool.yaml").write_text("profiles: [\n")
    done = _ran(root, "--difftool", "--collect-only")
    assert "ERROR: --difftool: difftool.yaml:2:1: not YAML" in done.stderr + done.stdout
    assert "INTERNALERROR" not in done.stderr + done.stdout


def test_a_project_without_profiles(tmp_path: Path) -> None:
    """With --difftool that is an error, as nothing would be tested: the shipped profiles are not the project's."""
    root = _project(tmp_path)
    for file in (root / "profiles").iterdir():
        file.unlink()
    done = _ran(root, "--difftool", "--collect-only")
    assert f"ERROR: --difftool: there is no profile to test in {root / 'profiles'}" in done.stderr + done.stdout


@pytest.mark.slow
def test_tests_of_moves(tmp_path: Path) -> None:
    """Each way between two profiles is a test; one that is refused fails with the reason."""
    root = _project(tmp_path)
    (root / "test_it.py").unlink()
    done = _ran(root, "--difftool", "-v")
    assert "small to wide PASSED" in done.stdout
    assert "wide to small FAILED" in done.stdout
    assert "no way from wide to small: " in done.stdout


def test_nobody_is_asked_without_the_option(tmp_path: Path) -> None:
    """In a project that has tests of its own, nothing is added, and a run without fixtures starts no server."""
    root = _project(tmp_path)
    (root / "test_it.py").write_text("import sys\ndef test_it(): assert 'psycopg2' not in sys.modules\n")
    assert "1 passed" in _ran(root).stdout

"""Snapshots in canonical order."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.files.settings import load_settings
from difftool.jobs.canonical import canonical
from difftool.jobs.work import Work
from difftool.pg.shadow import Shadow
from tests.files.project import GOOD, project

BODY = "create function f() returns int language sql as $$ select 1 -- a comment\n $$;\n"


def _sentence(shadow: Shadow, root: Path, text: str, profile: str = GOOD) -> str:
    project(root, {"profiles/x.yaml": profile, "schema/a.sql": text})
    (found,) = canonical(Work(load_settings(root), shadow=shadow), ("x",))
    return found.sentence


def test_the_order_is_that_of_a_snapshot(shadow: Shadow, tmp_path: Path) -> None:
    """What is written is canonical when it is looked at again, and keeps the comment above all statements."""
    project(
        tmp_path,
        {
            "profiles/x.yaml": GOOD,
            "schema/a.sql": f"-- our own\n\ncreate table c (id int); {BODY} create table a (id int);",
        },
    )
    work = Work(load_settings(tmp_path), shadow=shadow)
    (found,) = canonical(work, ("x",))
    assert found.differs
    assert found.wanted.startswith("-- our own\n\n")
    assert found.wanted.index("public.a") < found.wanted.index("public.c")
    assert _sentence(shadow, tmp_path, found.wanted) == "schema/a.sql: canonical"


@pytest.mark.parametrize(
    "text", ["create table t (id int);\n-- why\ncreate table a (id int);", "create table t (id /* why */ int);"]
)
def test_comments_of_people_are_left(shadow: Shadow, tmp_path: Path, text: str) -> None:
    """A file that would lose a comment is not touched."""
    assert _sentence(shadow, tmp_path, text) == "schema/a.sql: left as it is (has comments of its own)"


@pytest.mark.slow
def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with 2 until the file was written."""
    project(tmp_path, {"profiles/x.yaml": GOOD, "schema/a.sql": "create table t (id int); create table a (id int);"})
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--canonical"]) == 2
    assert run(["check", "--canonical", "--write"]) == 0
    assert capsys.readouterr().out == "schema/a.sql: not in canonical order\nschema/a.sql: written anew\n"
    assert run(["check", "--canonical"]) == 0
    assert run(["check", "--write"]) == 64


def test_nothing_to_look_at_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Profiles that come with difftool have snapshots that are nobody's to write."""
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--canonical", "standalone"]) == 0
    assert capsys.readouterr().out == "the project has no snapshots of its own\n"

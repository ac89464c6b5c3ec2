"""difftool from Python."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import difftool
from difftool.cli.main import COMMANDS
from difftool.errors import ApprovalMissing, ConfigError, UsageError
from difftool.model.matrix import Move
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.files.project import GOOD, project
from tests.notify.serving import TOKEN, forge

TARGET = "create table t (id int primary key, note text);\n"


@pytest.fixture
def ours(shadow: Shadow, database: Session, tmp_path: Path) -> difftool.Project:
    """A project whose database has an empty table, and whose target has a column more."""
    database.execute("create table t (id int primary key); insert into t values (1)")
    project(tmp_path, {"profiles/x.yaml": GOOD, "schema/a.sql": TARGET})
    return difftool.Project(tmp_path, db=database.connection.dsn, shadow=shadow)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_every_command_has_its_method() -> None:
    """What the command line can do, Python can, by the same name."""
    assert [name for name in COMMANDS if not callable(getattr(difftool.Project, name, None))] == []


def test_there_and_back(ours: difftool.Project, database: Session) -> None:
    """Plan, keep as a file, apply, look for drift, roll back: each returns a value."""
    plan = ours.plan("x")
    ours.write_plan(plan, "plan.yaml")
    assert ours.read_plan("plan.yaml").digest == plan.digest
    assert {Path(name).suffix for name in ours.export(plan, "pair", "migrations")} == {".sql"}
    assert not (Path(ours.folder) / "migrations").exists()
    steps: list[int] = []
    assert ours.apply(plan, approve=plan.digest, progress=lambda step: steps.append(step.id)).digest == plan.digest
    assert steps == [step.id for step in plan.steps]
    assert database.rows("select * from t") == [(1, None)]
    assert ours.drift("x").clean
    assert [entry.digest for entry in ours.history()] == [plan.digest]
    back = ours.rollback(plan)
    ours.apply(back, approve=back.digest, allow=[code for step in back.steps for code in step.hazards])
    assert database.rows("select * from t") == [(1,)]


def test_what_only_reads(ours: difftool.Project) -> None:
    """The other methods answer in the words of their commands."""
    assert ours.status("x").standings[0].verdict == "differs"
    assert ours.check("x")[0].startswith("x: 1 table")
    assert "create table public.t" in ours.snapshot("x").lower()
    assert ours.show("t").object == "table public.t"
    assert ours.matrix("x") == tuple[Move, ...]()
    assert ours.quarantine() == ()
    assert not ours.doctor("x").fatal
    assert ours.pause()
    assert not ours.pause(off=True)


def test_a_project_begins(ours: difftool.Project) -> None:
    """Profile, snapshot, settings and workflows are written once, and never over what is there."""
    root = Path(ours.folder)
    started = ours.init("found", manages=["public.t"])
    assert started.files == {path: (root / path).read_text() for path in started.files}
    assert ours.drift("found").clean
    with pytest.raises(UsageError, match="is there already"):
        ours.init("found")
    again = ours.init("another", manages=["public.t"])
    assert sorted(again.new) == ["profiles/another.yaml", "schema/another.sql"]


@pytest.mark.slow
def test_a_proposal_is_told(ours: difftool.Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git has checked out is compared with a commit, and the review says what changes; GitHub is told as well."""
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)
    git(Path(ours.folder), "init", "-q")
    git(Path(ours.folder), "add", ".")
    git(Path(ours.folder), "commit", "-qm", "base")
    (Path(ours.folder) / "schema/a.sql").write_text("create table t (id int primary key)")
    with forge() as github:
        monkeypatch.setenv("GITHUB_API_URL", github.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "octo/app")
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        project = replace(ours, db=None)
        (review,) = project.comment("HEAD", profile="x", number=7)
        assert [str(change.ident) for change in review.changes] == ["column public.t.note"]
        assert "column t.note" in github.bodies[0]
        with pytest.raises(UsageError, match="no comment can be written without --number"):
            project.comment("HEAD", profile="x")


def test_shells_complete() -> None:
    """The script is what the command prints."""
    assert "_difftool_completion" in difftool.Project.completion("bash")
    with pytest.raises(UsageError, match="no completion for tcsh"):
        difftool.Project.completion("tcsh")


def test_refusals_are_exceptions(ours: difftool.Project) -> None:
    """What ends a command with a code raises the error that has it."""
    with pytest.raises(ConfigError, match='no profile "y"') as caught:
        ours.plan("y")
    assert caught.value.exit_code == 10
    with pytest.raises(UsageError, match="a profile, or patterns"):
        ours.snapshot()
    with pytest.raises(ApprovalMissing):
        ours.apply(ours.plan("x"), approve="sha256:0")


def test_what_cannot_be_is_refused(ours: difftool.Project, tmp_path: Path) -> None:
    """A folder that is not there, a time that none is, a tool and a file that cannot be: each is an error of ours."""
    with pytest.raises(ConfigError, match="nowhere: there is no such folder"):
        replace(ours, folder=tmp_path / "nowhere").check()
    for timeout in (0.0, -1.0, 1e9):
        with pytest.raises(UsageError, match="expected more than 0"):
            replace(ours, timeout=timeout).drift("x")
    with pytest.raises(UsageError, match="FROM or TO is blank"):
        ours.diff("", "profile:x")
    plan = ours.plan("x")
    with pytest.raises(UsageError, match="no export to oracle: one of pair, psql"):
        ours.export(plan, "oracle", "out")
    with pytest.raises(UsageError, match="cannot be written"):
        ours.write_plan(plan, "profiles/x.yaml/plan.yaml")
    with pytest.raises(UsageError, match="cannot be written"):
        replace(ours, folder=tmp_path / "schema" / "a.sql").init("found")


def test_the_password_is_not_shown() -> None:
    """A project in a log or a failing test keeps the URL to itself."""
    assert "secret" not in repr(difftool.Project(db="postgresql://me:secret@db.example.org/app"))


def test_codes_are_explained() -> None:
    """A hazard by its code, an exit code by its number."""
    assert difftool.Project.explain("long-lock").title
    assert difftool.Project.explain(20).title
    with pytest.raises(UsageError, match='"nope"'):
        difftool.Project.explain("nope")


def test_importing_is_cheap() -> None:
    """`import difftool` loads no driver: only who asks for Project pays for it."""
    seen = "'psycopg2' in sys.modules"
    program = f"import sys, difftool; before = {seen}; difftool.Project; print(before, {seen})"
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False True\n"

"""difftool from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import difftool
from difftool.cli.main import COMMANDS
from difftool.errors import ApprovalMissing, ConfigError, UsageError
from difftool.model.matrix import Move
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.files.project import GOOD, project

TERMINAL = {"init", "comment", "completion"}
TARGET = "create table t (id int primary key, note text);\n"


@pytest.fixture
def ours(shadow: Shadow, database: Session, tmp_path: Path) -> difftool.Project:
    """A project whose database has an empty table, and whose target has a column more."""
    database.execute("create table t (id int primary key); insert into t values (1)")
    project(tmp_path, {"profiles/x.yaml": GOOD, "schema/a.sql": TARGET})
    return difftool.Project(tmp_path, db=database.connection.dsn, shadow=shadow)


def test_every_command_has_its_method() -> None:
    """What the command line can do, Python can, but for what only a terminal, a workflow or a shell has use for."""
    assert {name for name in COMMANDS if not hasattr(difftool.Project, name)} == TERMINAL


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


def test_refusals_are_exceptions(ours: difftool.Project) -> None:
    """What ends a command with a code raises the error that has it."""
    with pytest.raises(ConfigError, match='no profile "y"') as caught:
        ours.plan("y")
    assert caught.value.exit_code == 10
    with pytest.raises(UsageError, match="a profile, or patterns"):
        ours.snapshot()
    with pytest.raises(ApprovalMissing):
        ours.apply(ours.plan("x"), approve="sha256:0")


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

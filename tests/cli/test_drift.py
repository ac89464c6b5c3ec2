"""A check that came to no verdict is never told as clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.pg.session import Session

SETTINGS = """\
environments:
  here: {url: $HERE, profiles: [standalone]}
  lost: {url: $LOST_DATABASE, profiles: [standalone]}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Session) -> Path:
    """A project with one environment that is there, and one whose variable is not set."""
    (tmp_path / "difftool.yaml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HERE", database.connection.dsn)
    monkeypatch.delenv("LOST_DATABASE", raising=False)
    return tmp_path


def test_an_error_outranks_drift(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With one environment drifted and one not reached, both are told and the exit code is the error's."""
    assert run(["drift", "--all", "--format", "json"]) == 12
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert [entry["clean"] for entry in told["checked"]] == [False]
    assert [(entry["environment"], entry["exit_code"]) for entry in told["failed"]] == [("lost", 12)]
    assert "LOST_DATABASE" in err


def test_one_environment_alone_has_its_own_verdict(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drift is 2, under the name of the environment."""
    assert run(["drift", "--environment", "her*"]) == 2
    assert capsys.readouterr().out.startswith("here/standalone: drift\n")


def test_no_such_environment_is_no_verdict(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that matches nothing is an error, not an empty and so clean result."""
    assert run(["drift", "--environment", "nowhere"]) == 64
    assert capsys.readouterr().out == ""


def test_a_refused_plan_leaves_the_file_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an older plan said stays where it is when a new one cannot be made."""
    (project / "plan.yaml").write_text("older\n")
    assert run(["plan", "--environment", "lost", "--profile", "standalone", "-o", "plan.yaml"]) == 12
    assert (project / "plan.yaml").read_text() == "older\n"
    assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_show_and_split_of_a_real_plan(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan that was written shows the same view again, and becomes numbered files."""
    assert run(["plan", "--environment", "here", "--profile", "standalone", "-o", "plan.yaml", "--exit-code"]) == 2
    planned = capsys.readouterr().out
    assert run(["show", "plan.yaml"]) == 0
    assert capsys.readouterr().out == planned
    split = ["--format", "sql", "--split", "-o", "files"]
    assert run(["plan", "--environment", "here", "--profile", "standalone", *split]) == 0
    assert min(path.name for path in (project / "files").iterdir()) == "01_ledger.sql"

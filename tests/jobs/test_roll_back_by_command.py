"""`difftool rollback` and `difftool quarantine`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.files.plans import read_plan
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import contents, planned_and_applied, seeded, wanted, work


@pytest.fixture
def live(database: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    (tmp_path / "difftool.yaml").write_text("state: .difftool\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIFFTOOL_DB", database.connection.dsn)
    return seeded(database)


def test_nobody_rolls_back_unseen(live: Session, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no terminal can ask, -o is needed, and the message says what to type."""
    assert run(["rollback"]) == 64
    assert "difftool rollback -o FILE" in capsys.readouterr().err


def test_where_nothing_was_applied_there_is_nothing_to_take_back(
    live: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so, and writes no file."""
    assert run(["rollback", "-o", "back.yaml"]) == 64
    assert "nothing to roll back" in capsys.readouterr().err
    assert not Path("back.yaml").exists()
    assert run(["quarantine", "list"]) == 0
    assert capsys.readouterr().out == "nothing is kept aside\n"


def test_a_rollback_is_reviewed_and_applied_like_any_plan(
    shadow: Shadow, live: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """-o writes a plan file that apply runs; history tells of it, and the quarantine is empty then."""
    before = contents(live)
    plan = planned_and_applied(work(shadow, live), live, wanted("set-null"))
    assert run(["quarantine", "list", "--format", "json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert run(["quarantine", "show", kept["name"]]) == 0
    assert "was_user_id" in capsys.readouterr().out
    assert run(["quarantine", "purge", "--before", "2999-01-01"]) == 0
    assert "is to be kept until" in capsys.readouterr().out
    assert run(["rollback", plan.digest.removeprefix("sha256:")[:8], "-o", "back.yaml"]) == 0
    assert "3 of 3 values of jobs.user_id come back" in capsys.readouterr().out
    back = read_plan(Path("back.yaml").read_text(), "back.yaml")
    assert back.undoes == plan.digest
    assert run(["apply", "back.yaml", "--approve", back.digest]) == 0
    assert "public.jobs.user_id: 3 restored" in capsys.readouterr().out
    assert contents(live) == before
    assert run(["history"]) == 0
    assert "rolled back by" in " ".join(capsys.readouterr().out.split())

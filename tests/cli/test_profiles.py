"""`difftool profiles`: all that there are, broken ones too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from difftool.cli.main import run
from tests.files.project import GOOD, project

FILES = {"profiles/bad.yaml": "manages: 1\n", "profiles/good.yaml": f"description: Ours\n{GOOD}"}


def test_one_that_does_not_load_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are listed as ever, and the command ends with 10."""
    monkeypatch.chdir(project(tmp_path, FILES))
    monkeypatch.setenv("COLUMNS", "1000")
    assert run(["profiles"]) == 10
    bad, good, *_ = capsys.readouterr().out.splitlines()
    assert bad.startswith("bad  ")
    assert "does not load: profiles/bad.yaml:1:" in bad
    assert good.split() == ["good", "Ours"]
    assert run(["profiles", "--format", "json"]) == 10
    first, second, *_ = json.loads(capsys.readouterr().out)
    assert (first["name"], first["file"]) == ("bad", None)
    assert first["error"].startswith("profiles/bad.yaml:1:")
    assert second == {"name": "good", "description": "Ours", "file": "profiles/good.yaml", "error": None}

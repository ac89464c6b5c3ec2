"""`difftool show`: a plan file in each format, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.files.plans import write_plan
from difftool.planning.seal import seal
from tests.report.made import plan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    kept = tmp_path / "integrated.yaml"
    kept.write_text(write_plan(seal(plan())), encoding="utf-8")
    return kept


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "app on db"), ("json", "{"), ("sql", "--"), ("markdown", "## "), ("html", "<!DOCTYPE html>\n")],
)
def test_each_format(file: Path, capsys: pytest.CaptureFixture[str], form: str, start: str) -> None:
    """The plan is shown in it, and nothing is said besides."""
    assert run(["show", str(file), "--format", form]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(start)
    assert err == ""


def test_a_page_goes_into_a_file(file: Path, tmp_path: Path) -> None:
    """As it is: what it says of the command names the plan's file."""
    page = tmp_path / "plan.html"
    assert run(["show", str(file), "--format", "html", "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert f"difftool apply {file} --approve " in text
    assert text.endswith("</html>\n")


def test_an_edited_plan_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is shown all the same."""
    file.write_text(file.read_text(encoding="utf-8").replace("integrated", "another"), encoding="utf-8")
    assert run(["show", str(file), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["profile"] == "another"
    assert err == f"{file}: was edited after it was made, so apply refuses it\n"


def test_an_object_is_shown_as_text_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no plan is an object, and has no SQL, Markdown or page."""
    assert run(["show", "jobs", "--format", "html"]) == 64
    assert "an object is shown as text or json, not as html" in capsys.readouterr().err


def test_a_plan_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like a file is one, and its absence is told as that."""
    assert run(["show", "plans/none.yaml"]) == 10
    assert "plans/none.yaml" in capsys.readouterr().err

"""Tab completes what there is to choose from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.jobs.completion import SHELLS, VARIABLE
from tests.files.project import GOOD, project
from tests.tools import program

SETTINGS = "environments: {production: {url: $PROD}, preview: {url: $PREVIEW}}\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return project(tmp_path, {"difftool.yaml": SETTINGS, "profiles/mine.yaml": GOOD, "other.yaml": "profiles: none/\n"})


def completed(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What bash is told for the last of the words."""
    line = f"difftool {words}"
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
    monkeypatch.setenv(VARIABLE, "bash_complete")
    with pytest.raises(SystemExit):
        run([])
    return capsys.readouterr().out.split()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("compl", ["plain,completion"]),
        ("plan --prof", ["plain,--profile"]),
        ("plan --profile m", ["plain,mine"]),
        ("check integrated", ["plain,integrated", "plain,integrated-strict"]),
        ("plan --config other.yaml --profile m", ["file,m"]),
        ("plan --profile ./m", ["file,./m"]),
        ("drift --environment pr", ["plain,production", "plain,preview"]),
        ("drift --environment x", []),
        ("plan --format m", ["plain,markdown"]),
        ("explain casc", ["plain,CASCADE-REACH"]),
        ("explain 4", ["plain,40", "plain,41"]),
        ("apply plans/x", ["file,plans/x"]),
        ("plan -o plans/x", ["file,plans/x"]),
    ],
)
def test_what_is_offered(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, told: list[str]
) -> None:
    """Commands, options, formats; profiles and environments of this project; files where files are taken."""
    assert completed(words, monkeypatch, capsys) == told


def test_broken_settings_offer_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who types is not disturbed by an error."""
    (place / "difftool.yaml").write_text("environments: [\n")
    assert completed("drift --environment pr", monkeypatch, capsys) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_takes_its_script(shell: str, tmp_path: Path) -> None:
    """The script is syntax of that shell, and asks difftool by the variable that it answers to."""
    script = tmp_path / "script"
    assert run(["completion", shell, "-o", str(script)]) == 0
    assert f"{VARIABLE}={shell}_complete" in script.read_text()
    done = subprocess.run([program(shell), "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_asks_and_gets_an_answer(place: Path, tmp_path: Path) -> None:
    """Sourced in bash, the function that Tab calls leaves the choices where bash takes them from."""
    script, folder = tmp_path / "script", tmp_path / "bin"
    assert run(["completion", "bash", "-o", str(script)]) == 0
    folder.mkdir()
    (folder / "difftool").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m difftool "$@"\n')
    (folder / "difftool").chmod(0o755)
    text = f"""\
PATH={folder}:$PATH
source {script}
COMP_WORDS=(difftool plan --profile mi) COMP_CWORD=3
_difftool_completion difftool
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run([program("bash"), "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "mine\n"

"""However a command ends, its exit code and its words say so."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping

import click
import pytest

from difftool import errors
from difftool.cli.asking import ask
from difftool.cli.main import run
from difftool.cli.outcome import outcome

CODES = {
    "UsageError": 64,
    "ConfigError": 10,
    "SnapshotError": 11,
    "Unreachable": 12,
    "PrivilegeMissing": 13,
    "ExternalMismatch": 14,
    "NoProvenPlan": 15,
    "DataRefused": 20,
    "PolicyRefused": 21,
    "ApprovalMissing": 22,
    "StalePlan": 23,
    "OtherDatabase": 24,
    "AlreadyAtWork": 25,
    "LimitReached": 26,
    "PreflightFailed": 27,
    "Stopped": 30,
    "VerificationFailed": 31,
    "NotDelivered": 40,
    "NotCompared": 41,
}


def _raising(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_each_error_has_its_exit_code(name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with where, what and the code, the details below, nothing on standard output."""
    error = getattr(errors, name)("is wrong", where="profiles/x.yaml:9:5", details=["", "  more"])
    assert outcome(_raising(error), verbose=False) == code
    assert capsys.readouterr() == ("", f"profiles/x.yaml:9:5: is wrong   (exit {code})\n\n  more\n")


def test_every_class_of_error_is_in_this_list() -> None:
    """A new class of error gets its exit code tested."""
    assert set(CODES) == {cls.__name__ for cls in errors.DifftoolError.__subclasses__()}


def test_a_bug_is_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    """An unforeseen exception ends with 1, names itself and its place, and hides the password it met."""
    assert outcome(_raising(ValueError("postgresql://a:hunter2@db/x")), verbose=False) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("this is a bug in difftool: ValueError in test_outcome.py:")
    assert "postgresql://a:***@db/x   (exit 1)" in err
    assert "The command has no result." in err
    assert "Traceback" not in err


def test_verbose_shows_where_a_bug_happened(capsys: pytest.CaptureFixture[str]) -> None:
    """The traceback is there for who asks for it, without passwords or control characters."""
    assert outcome(_raising(ValueError("\x1b[2J password=hunter2")), verbose=True) == 1
    err = capsys.readouterr().err
    assert "Traceback (most recent call last)" in err
    assert "hunter2" not in err
    assert "\x1b" not in err


def test_errors_show_hostile_names(capsys: pytest.CaptureFixture[str]) -> None:
    """A message that quotes the database cannot drive the terminal, nor can its details."""
    outcome(_raising(errors.DataRefused("t\x1b[2J\nx", details=["\x1b]0;title\x07"])), verbose=False)
    assert capsys.readouterr().err == "t\\x1b[2J\\nx   (exit 20)\n\\x1b]0;title\\x07\n"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption_is_130(error: BaseException) -> None:
    """Ctrl-C before anything began."""
    assert outcome(_raising(error), verbose=False) == 130


def test_an_end_of_input_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-D at the question is an answer, and it is no; Ctrl-C still interrupts."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert ask("apply it?") is False
    monkeypatch.setattr("sys.stdin", _Interrupting())
    with pytest.raises(click.Abort):
        ask("apply it?")


class _Interrupting:
    def readline(self, *_: object) -> str:
        raise KeyboardInterrupt


def test_a_reader_that_has_gone_is_no_bug() -> None:
    """A closed pipe ends a command quietly, and not with success."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "difftool", "profiles"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


FULL = "standard output: cannot be written: No space left on device   (exit 64)\n"
CLOSED = "standard output: cannot be written: Bad file descriptor   (exit 64)\n"


@pytest.mark.parametrize("arguments", ["profiles", "--help", "plan --help", "--version"])
@pytest.mark.parametrize(("redirection", "words"), [("> /dev/full", FULL), (">&-", CLOSED)])
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_result_that_goes_nowhere(arguments: str, redirection: str, words: str, buffered: str) -> None:
    """A full disk or a closed standard output is one line, and never success."""
    done = _in_a_shell(f"{arguments} {redirection}", {"PYTHONUNBUFFERED": buffered})
    assert (done.returncode, done.stderr) == (64, words)


@pytest.mark.parametrize("redirection", ["2> /dev/full", "2>&-", "<&- 2>&-"])
def test_nobody_hears_what_is_said(redirection: str) -> None:
    """Where standard error takes nothing, the result and the exit code are what they are."""
    assert _in_a_shell(f"profiles {redirection}").stdout == _in_a_shell("profiles").stdout
    assert _in_a_shell(f"plan {redirection}").returncode == 64


def _in_a_shell(line: str, variables: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = f"{shlex.quote(sys.executable)} -m difftool {line}"
    environment = {**os.environ, **(variables or {})}
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plann"], 'difftool: no command "plann"; did you mean "plan"?   (exit 64)'),
        (["plan", "--nope"], "difftool plan: No such option"),
        (["plan", "--db", "x", "--environment", "y"], "difftool plan: --db and --environment exclude each other"),
        (["plan", "--timeout", "60"], "difftool plan: Invalid value for '--timeout': '60' is no duration above 0"),
        (["plan", "--timeout", "25d"], "difftool plan: Invalid value for '--timeout': 25d is too long"),
        (["drift", "--remind", "99999999d"], "difftool drift: Invalid value for '--remind': 99999999d is too long"),
        ([], "Usage: difftool [OPTIONS] COMMAND [ARGS]...\n\n  Keep PostgreSQL databases"),
        (["quarantine"], "Usage: difftool quarantine [OPTIONS] COMMAND [ARGS]...\n"),
        (["plan", "--split"], "difftool plan: --split goes with --format sql and -o FOLDER"),
        (["plan"], "name the target: --profile NAME"),
        (["apply"], "difftool apply: name a plan file, or --profile on a terminal"),
        (["apply", "--profile", "integrated"], "difftool apply: --profile applies what it just planned"),
        (["drift"], "difftool drift: name what to check"),
        (["drift", "--all", "--db", "x"], "difftool drift: --all takes databases and profiles from the settings"),
        (["snapshot"], "difftool snapshot: say what to write: --profile or --manages, one of them"),
        (["show"], "difftool show: Missing argument 'PLAN|OBJECT'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_64(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong and for which command, in one line; click's own 2 would be taken for drift."""
    assert run(arguments) == 64
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)

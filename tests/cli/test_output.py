"""Results go where they are sent, whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.cli.options import Options
from difftool.cli.output import deliver, refuse_unwritable, screen
from difftool.cli.voice import Voice
from difftool.errors import UsageError
from difftool.files.results import write
from difftool.report.style import UNBOUNDED, Style


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new text takes the old one's place, under the same name, and nothing else stays behind."""
    file = tmp_path / "new" / "plan.yaml"
    write(file, "old\n")
    write(file, "new\n")
    assert file.read_text() == "new\n"
    assert list(file.parent.iterdir()) == [file]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a symbolic link points at is replaced, not the link."""
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "text"


def test_a_device_is_written_to() -> None:
    """`-o /dev/null` leaves a device where it was."""
    write(Path(os.devnull), "text")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A folder in the way is an error of the command line that names the file."""
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path, "text")


@pytest.mark.parametrize("output", ["{}", "{}/file/plan.yaml", "/proc/plan.yaml", "{}/" + "x" * 300])
def test_what_could_not_be_kept_is_not_made(
    output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place for -o that takes no file ends a command before it looks at a database, and names the place."""
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    named = output.format(tmp_path)
    assert run(["plan", "--profile", "integrated", "--db", "postgresql://nobody@127.0.0.1:1/none", "-o", named]) == 64
    assert capsys.readouterr().err.startswith(f"{named}: cannot be written: ")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_what_can_be_kept_is_not_touched_before(tmp_path: Path) -> None:
    """Asking whether a file can be written makes neither it nor its folder, and leaves an old one alone."""
    refuse_unwritable(str(tmp_path / "new" / "plan.yaml"))
    refuse_unwritable(str(tmp_path), folder=True)
    refuse_unwritable(os.devnull)
    assert list(tmp_path.iterdir()) == []


def test_results_and_the_rest_are_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """Results on standard output; what is said along the way on standard error."""
    voice = Voice()
    voice("app on db, PostgreSQL 15 \x1b[0m")
    voice("rehearsing…")
    deliver(Options(voice=voice), "result\n")
    assert capsys.readouterr() == ("result\n", "app on db, PostgreSQL 15 \\x1b[0m\n")


def test_quiet_and_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    """Quiet says nothing, verbose says each thing, and neither says a password."""
    Voice(quiet=True)("app on db")
    Voice(verbose=True)("asking postgresql://a:hunter2@db…")
    assert capsys.readouterr().err == "asking postgresql://a:***@db…\n"


def test_progress_is_for_those_who_wait(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Brief stages show nothing; once they have taken long together, each is shown, and goes before a fact is told."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    voice = Voice()
    voice("building…")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("difftool.cli.voice._PATIENCE", 0.0)
    voice("rehearsing…")
    assert capsys.readouterr().err.endswith("rehearsing…")
    voice("done")
    assert capsys.readouterr().err == "\r\x1b[Kdone\n"


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colours where nobody looks, unless they are asked for by name."""
    assert screen(Options()) == (100, Style())
    assert screen(Options(color="always"))[1] == Style(colour=True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert screen(Options())[1] == Style(colour=True)
    assert screen(Options(output="file"))[1] == Style()
    assert screen(Options(color="never"))[1] == Style()
    monkeypatch.setenv("NO_COLOR", "1")
    assert screen(Options())[1] == Style()
    assert screen(Options(color="always"))[1] == Style(colour=True)


def test_a_variable_sets_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIFFTOOL_FORMAT and DIFFTOOL_OUTPUT do what --format and -o do."""
    monkeypatch.setenv("DIFFTOOL_FORMAT", "json")
    monkeypatch.setenv("DIFFTOOL_OUTPUT", str(tmp_path / "profiles.json"))
    assert run(["profiles"]) == 0
    assert (tmp_path / "profiles.json").read_text().startswith("[")


def test_what_goes_into_a_pipe_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever shows it wraps it, unless COLUMNS is exported to ask for a width."""
    monkeypatch.delenv("COLUMNS")
    assert screen(Options())[0] == UNBOUNDED
    for nonsense in ("", "wide", "0", "-1"):
        monkeypatch.setenv("COLUMNS", nonsense)
        assert screen(Options())[0] == UNBOUNDED
    monkeypatch.setenv("COLUMNS", "60")
    assert screen(Options())[0] == 60

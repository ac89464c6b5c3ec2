"""Results: to standard output, or to a file."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import click

from difftool.cli.given import Options
from difftool.files.results import unwritten, write
from difftool.report.encode import visible_lines
from difftool.report.style import UNBOUNDED, WIDTH, Style

READER_GONE = 141
"""the exit code of a program that SIGPIPE ended"""
_WIDEST = 120
"""columns beyond which lines are tiring to read"""


def screen(options: Options) -> tuple[int, Style]:
    """Width and colours of what is shown where results go."""
    terminal = options.output == "-" and sys.stdout.isatty()
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, _WIDEST) if terminal else _asked_width()
    automatic = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return width, Style(colour=options.color == "always" or (options.color == "auto" and automatic))


def _asked_width() -> int:
    """Where results do not go to a terminal only COLUMNS, if it is exported, makes lines wrap."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdigit() and int(columns) else UNBOUNDED


def deliver(options: Options, text: str) -> None:
    """The result, to where `-o` says."""
    options.voice.hush()
    if options.output == "-":
        show(text)
    else:
        write(Path(options.output), text)


def deliver_exactly(options: Options, text: str) -> None:
    """As `deliver`, for SQL and the like: byte for byte, but no control characters to a terminal."""
    raw = options.output != "-" or not sys.stdout.isatty()
    deliver(options, text if raw else visible_lines(text))


def show(text: str) -> None:
    """On standard output; where its reader has gone, the command ends quietly, and not as if it had succeeded.

    Raises UsageError where it takes nothing: a full disk, a closed descriptor.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(READER_GONE) from None
    except OSError as error:
        raise unwritten(error) from None


def refuse_unwritable(output: str, *, folder: bool = False) -> None:
    """Raises UsageError where `write` could not put a file there (`folder`: files into it), before any work is done.

    Leaves no trace. What a device or a pipe takes is seen only when it is written to.
    """
    import tempfile  # here: `--help` needs none of it

    path = Path(output)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            return
        if path.is_dir() and not folder:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        place = path.resolve()
        above = (place, *place.parents) if folder else place.parents
        with tempfile.TemporaryFile(dir=next(one for one in above if one.exists())):
            pass
    except OSError as error:
        raise unwritten(error, output) from error

"""Results: to standard output, or to a file that is either the old one or the new one, never half of it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from difftool.cli.options import Options
from difftool.errors import UsageError
from difftool.report.encode import visible_lines
from difftool.report.style import WIDTH, Style

READER_GONE = 141
"""the exit code of a program that SIGPIPE ended"""
_WIDEST = 120
"""columns beyond which lines are tiring to read"""


def screen(options: Options) -> tuple[int, Style]:
    """Width and colours of what is shown where results go."""
    terminal = options.output == "-" and sys.stdout.isatty()
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, _WIDEST) if terminal else WIDTH
    automatic = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return width, Style(colour=options.color == "always" or (options.color == "auto" and automatic))


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
    """On standard output; where its reader has gone, the command ends quietly, and not as if it had succeeded."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(READER_GONE) from None


def write(path: Path, text: str) -> None:
    """Through a file beside it that takes its place; devices and pipes are written to as they are."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        place = path.resolve()
        beside = place.with_name(f".{place.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(place)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(path)) from error

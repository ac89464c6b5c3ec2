"""How a command ends: an exit code, and on standard error one line that says why."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from difftool.errors import DifftoolError
from difftool.files.results import unwritten
from difftool.report.encode import redacted, visible, visible_lines

BUG = 1
USAGE = 64
INTERRUPTED = 130


def outcome(command: Callable[[], int | None], *, verbose: bool) -> int:
    """Run it; whatever escapes becomes an exit code. Nothing unforeseen ever looks like a result."""
    try:
        return command() or 0
    except DifftoolError as error:
        return _said(told(error), error.exit_code)
    except click.UsageError as error:
        return _said(_usage(error), USAGE)
    except (KeyboardInterrupt, click.Abort):
        return _said("interrupted", INTERRUPTED)
    except Exception as error:  # noqa: BLE001  # the one place where a bug gets its exit code
        if isinstance(error, OSError) and _from_echo(error):
            return _said(told(unwritten(error)), USAGE)
        return _said(bug(error, verbose=verbose), BUG)


def told(error: DifftoolError) -> str:
    """As "profiles: no profile "x"   (exit 10)", with its details below."""
    lines = [f"{visible(str(error))}   (exit {error.exit_code})", *map(visible_lines, error.details)]
    return "\n".join(line.rstrip() for line in lines)


def _usage(error: click.UsageError) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()  # our own words, over several lines
    path = error.ctx.command_path if error.ctx else "difftool"
    return f"{path}: {visible(error.format_message())}   (exit {USAGE})\n  {path} --help says what it takes"


def bug(error: Exception, *, verbose: bool) -> str:
    """What is said of an error that nobody foresaw."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    own = [f for f in frames if f"{os.sep}difftool{os.sep}" in f.filename] or frames
    place = f" in {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    line = f"this is a bug in difftool: {type(error).__name__}{place}: {visible(str(error))}   (exit {BUG})"
    if verbose:
        return f"{line}\n{visible_lines(''.join(traceback.format_exception(error)))}"
    return f"{line}\n  The command has no result. With -v it shows where this happened."


def _from_echo(error: OSError) -> bool:
    """Whether click was writing its own words, those of `--help` and `--version`, to standard output."""
    return traceback.extract_tb(error.__traceback__)[-1].name == click.echo.__name__


def _said(text: str, exit_code: int) -> int:
    with suppress(OSError):  # nobody hears it: the exit code still says it
        print(redacted(text).rstrip(), file=sys.stderr)
    return exit_code

"""The options that commands share, each also to be set by DIFFTOOL_<OPTION>."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from difftool.cli import complete
from difftool.cli.given import Options
from difftool.cli.output import refuse_unwritable
from difftool.cli.timings import Timings
from difftool.cli.voice import Voice

__all__ = ["DATABASE", "PROVING", "Command", "Duration", "Options", "Timeout", "takes"]

Command = Callable[..., int]
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class Duration(click.ParamType[float]):
    name = "duration"
    longest = 36_525.0 * _SECONDS["d"]
    """seconds"""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds, of `60s`, `500ms`, `2m`, `1h`, `7d`."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", value.strip())
        if not found or not float(found.group(1)):
            self.fail(f"{value!r} is no duration above 0; write 500ms, 60s or 2m", param, ctx)
        seconds = float(found.group(1)) * _SECONDS[found.group(2)]
        if seconds > self.longest:
            self.fail(f"{value} is too long", param, ctx)
        return seconds


class Timeout(Duration):
    """What PostgreSQL can count in milliseconds."""

    longest = 24.0 * _SECONDS["d"]


_OPTIONS: dict[str, Any] = {
    "db": click.option(
        "--db",
        metavar="URL|embedded",
        help="The database; default: DIRECT_URL, DATABASE_URL or PGHOST, from the environment or the env file.",
    ),
    "environment": click.option(
        "--environment",
        metavar="NAME|GLOB",
        help="The database, by its name in the settings.",
        shell_complete=complete.environments,
    ),
    "profile": click.option(
        "--profile", metavar="NAME|FILE", help="The target that is meant.", shell_complete=complete.profiles
    ),
    "shadow": click.option(
        "--shadow",
        metavar="URL|DIR",
        help="A scratch server to prove plans on, as postgresql://postgres@localhost:54322/postgres, or the folder of "
        "a server's programs, as /usr/lib/postgresql/15/bin; default: what the settings say.",
    ),
    "config": click.option(
        "--config",
        metavar="FILE",
        help="The settings; default: difftool.yaml or pyproject.toml.",
        shell_complete=complete.files,
    ),
    "output": click.option(
        "-o",
        "output",
        metavar="FILE|-",
        default="-",
        help="Where the result goes; default: standard output.",
        shell_complete=complete.files,
    ),
    "strict": click.option("--strict", is_flag=True, help="Fail with 41 where something could not be compared."),
    "timings": click.option("--timings", is_flag=True, help="Tell where the time went, on standard error."),
    "quiet": click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors."),
    "verbose": click.option("-v", "--verbose", is_flag=True, help="Say each thing that is done; tracebacks of bugs."),
    "color": click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colours; auto: on a terminal.",
    ),
    "timeout": click.option(
        "--timeout",
        type=Timeout(),
        default="60s",
        metavar="60s",
        help="The longest single wait for the database, as 500ms, 60s or 5m; default: 60s.",
    ),
}
_ALWAYS = ("config", "output", "quiet", "verbose", "color")
DATABASE = ("db", "environment", "timeout", "timings")
PROVING = ("shadow", "strict")


def takes(*names: str, formats: tuple[str, ...]) -> Callable[[Command], Command]:
    """Give a command the shared options of these names, gathered in its first argument, `options`.

    Without formats, the result is what it is: files.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def gathered(**words: Any) -> int:
            _exclude_each_other(words)
            shared = {name: words.pop(name) for name in (*_OPTIONS, "format") if name in words}
            timings = Timings("starting") if shared.pop("timings", False) else None
            voice = Voice(quiet=shared["quiet"], verbose=shared["verbose"], timings=timings)
            _refuse_unwritable(shared["output"], words)
            try:
                return command(Options(**shared, voice=voice), **words)
            finally:
                voice.end()

        wrapped: Any = gathered
        for name in reversed([name for name in _OPTIONS if name in (*names, *_ALWAYS)]):
            wrapped = _by_variable(_OPTIONS[name], name)(wrapped)
        if not formats:
            return wrapped  # type: ignore[no-any-return]  # click's decorators are untyped here
        choice = click.option("--format", type=click.Choice(formats), help=f"Default: {formats[0]}.")
        return _by_variable(choice, "format")(wrapped)  # type: ignore[no-any-return]  # click's decorators are untyped here

    return decorate


def _by_variable(option: Any, name: str) -> Any:
    def decorate(command: Any) -> Any:
        decorated = option(command)
        decorated.__click_params__[-1].envvar = f"DIFFTOOL_{name.upper()}"
        return decorated

    return decorate


def _refuse_unwritable(output: str, words: dict[str, Any]) -> None:
    """Nobody waits for a result, or changes a database for one, that could not be kept."""
    if output != "-":
        refuse_unwritable(output, folder=bool(words.get("split") or words.get("to")))


def _exclude_each_other(words: dict[str, Any]) -> None:
    """What is typed beats what a variable says; typing both of --db and --environment is a contradiction."""
    if not (words.get("db") and words.get("environment")):
        return
    context = click.get_current_context()
    typed = [n for n in ("db", "environment") if context.get_parameter_source(n) is ParameterSource.COMMANDLINE]
    if len(typed) != 1:
        raise click.UsageError("--db and --environment exclude each other")
    words["environment" if typed == ["db"] else "db"] = None

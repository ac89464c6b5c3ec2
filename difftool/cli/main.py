"""The command line: which commands there are. Each is imported when it is called: `--help` is quick."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

import click

from difftool.cli.outcome import outcome

COMMANDS = {
    "init": "Begin a project, from a database or a folder of migrations.",
    "profiles": "The targets that this project knows.",
    "check": "Settings, profiles and snapshots load; no live database.",
    "status": "Which profile does the database equal, or come nearest to?",
    "plan": "Prove the way from the database to a profile, and show it.",
    "show": "A plan file, in any format; or an object of the database.",
    "doctor": "Is anything in the way of changing the database?",
    "apply": "Carry out a plan that was reviewed.",
    "pause": "Make every apply on the database wait, until pause --off.",
    "drift": "Has the database left its profile?",
    "history": "What difftool has done to the database.",
    "export": "A plan as files of another tool: pairs, psql, Supabase, Drizzle.",
    "rollback": "The way back of a plan that was applied, as a plan.",
    "quarantine": "What plans have kept aside: list, show, purge.",
    "matrix": "Between which profiles can a database move?",
    "diff": "What lies between two schemas: files, folders, databases, profiles.",
    "snapshot": "Canonical SQL of what a profile manages.",
    "models": "SQLAlchemy models beside the snapshot and the database.",
    "comment": "Say on a pull request what it does to each target.",
    "completion": "Let a shell complete commands, profiles and environments.",
    "explain": "What a hazard or an exit code means, and what helps.",
}
"""command -> its help in one line; its module is difftool.cli.<command>"""


class Commands(click.Group):
    """Commands that are imported when they are called; listing them imports none."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"difftool.cli.{name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            raise click.UsageError(f'no command "{args[0]}"{hint}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _say_versions(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from difftool.cli.versions import versions

        click.echo(versions())
        context.exit()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_versions,
    help="The versions of difftool and of what its results depend on.",
)
def difftool() -> None:
    """Keep PostgreSQL databases at a declared target schema.

    Plan, review, apply, watch: a plan is proven on a copy of the live schema before anybody sees it.
    """


RARELY = (100_000, 50, 1000)
"""when Python looks for circles of garbage: a catalog is a hundred thousand things that stay, and holds none"""


def run(arguments: Sequence[str]) -> int:
    """One command, as if from a shell; the exit code."""
    verbose = bool({"-v", "--verbose"} & set(arguments)) or bool(os.environ.get("DIFFTOOL_VERBOSE"))
    return outcome(lambda: difftool.main(list(arguments), prog_name="difftool", standalone_mode=False), verbose=verbose)


def main() -> int:
    """What the installed program calls. No character that a terminal cannot show ends a run."""
    gc.set_threshold(*RARELY)
    _occupy()
    for stream in (sys.stdout, sys.stderr):
        _forgiving(stream)
    exit_code = run(sys.argv[1:])
    _give_up(sys.stdout)
    return exit_code


def _occupy() -> None:
    """What was closed is opened: the next file or socket would take its number, and be read or written in its place.

    Standard output so that writing to it fails: a result must not vanish.
    """
    for number, (name, flags) in enumerate((("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115  # for the whole run


def _give_up(stream: TextIO) -> None:
    """What could not be written was told; Python itself would try again, and end with 120."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _forgiving(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")

"""`difftool export`."""

from __future__ import annotations

from pathlib import Path

import click

from difftool.cli.options import Options, takes
from difftool.model.migration import EXPORTS


@click.command()
@click.argument("plan", metavar="PLAN")
@click.option("--to", type=click.Choice(EXPORTS), required=True, help="Whose files to write.")
@click.option(
    "--timestamp",
    metavar="YYYYMMDDHHMMSS",
    default="",
    help="For supabase and drizzle: when the migration was made, in UTC; default: just after the folder's newest.",
)
@takes(formats=())
def command(options: Options, plan: str, to: str, timestamp: str) -> int:
    """Write a plan as files of another tool, into the folder that -o names; its numbers go on. Meets no database.

    pair: numbered files, up and down. psql: a script that stops on error, and one back. supabase: a timestamped file
    for each step. drizzle: a custom migration, with journal and snapshot.
    """
    if options.output == "-":
        raise click.UsageError("name the folder: -o DIR")
    from difftool.cli.plan_file import plan_in
    from difftool.files.results import write
    from difftool.jobs.export import exported

    files = exported(plan_in(plan), to, options.output, timestamp)
    for name, text in files.items():
        write(Path(options.output) / name, text)
        options.voice(str(Path(options.output) / name))
    if not files:
        options.voice("nothing to do, so nothing to export")
    elif to == "supabase":
        options.voice("no way back is written: Supabase would run it; difftool rollback, or --to pair, has it")
    return 0

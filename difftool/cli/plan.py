"""`difftool plan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from difftool.cli import fleet
from difftool.cli.options import DATABASE, PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.model.plan import Plan


@click.command()
@click.option("--exit-code", is_flag=True, help="End with 2 where there is something to do.")
@click.option("--split", is_flag=True, help="With --format sql: numbered files in the folder that -o names.")
@fleet.AT_ONCE
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json", "sql", "markdown", "html"))
def command(options: Options, exit_code: bool, split: bool, at_once: int) -> int:
    """Prove the way from the database to a profile, and show it. Nothing is changed.

    Without --format, -o FILE keeps the plan for review and apply; with it, -o FILE takes that rendering. With
    --environment 'tenant-*': a plan for each state that these databases are in.
    """
    if split and (options.format != "sql" or options.output == "-"):
        raise click.UsageError("--split goes with --format sql and -o FOLDER")
    from difftool.cli.project import profile_for, settings_for, work_on_database

    settings = settings_for(options)
    if fleet.is_pattern(options.environment, settings):
        return fleet.plan_members(options, settings, at_once, exit_code=exit_code)
    profile = profile_for(options, settings)
    from difftool.jobs.make_plan import make_plan

    plan = make_plan(work_on_database(options, settings), profile)
    deliver_made(options, plan, split=split)
    return 2 if exit_code and not plan.empty else 0


def deliver_made(options: Options, plan: Plan, *, split: bool = False) -> None:
    """A plan that was just made: kept in the file that -o names, or shown in the format that was asked for."""
    from difftool.cli.plan_views import deliver_plan, show_plan, write_files
    from difftool.files.plans import write_plan
    from difftool.files.results import write

    if split:
        for name in write_files(Path(options.output), plan):
            options.voice(str(Path(options.output) / name))
    elif options.format is None and options.output != "-":
        write(Path(options.output), write_plan(plan))
        show_plan(options, plan, options.output)
    else:
        deliver_plan(options, plan)

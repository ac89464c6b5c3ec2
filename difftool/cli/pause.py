"""`difftool pause`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, Options, takes


@click.command()
@click.option("--off", is_flag=True, help="Let it go on.")
@takes(*DATABASE, formats=("text", "json"))
def command(options: Options, off: bool) -> int:
    """Make every apply on the database wait, before its next step and its next batch, until --off.

    What runs at the moment is finished first. Ctrl-C ends an apply that waits, with 30.
    """
    from difftool.cli.output import deliver
    from difftool.cli.project import settings_for, work_on_database
    from difftool.jobs.pausing import set_pause
    from difftool.report.encode import visible
    from difftool.report.json_text import json_text

    told = set_pause(work_on_database(options, settings_for(options)), off=off)
    as_json = options.format == "json"
    deliver(options, json_text({"paused": told}) if as_json else f"{visible(told) or 'nothing is paused'}\n")
    return 0

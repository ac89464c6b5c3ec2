"""`difftool history`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, Options, takes


@click.command()
@takes(*DATABASE, formats=("text", "json"))
def command(options: Options) -> int:
    """Show the ledger: which plans difftool has applied to the database, oldest first."""
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_database
    from difftool.jobs.read_history import read_history
    from difftool.report.state import history_json, history_text

    entries = read_history(work_on_database(options, settings_for(options)))
    deliver(options, history_json(entries) if options.format == "json" else history_text(entries, *screen(options)))
    return 0

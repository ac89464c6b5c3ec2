"""`difftool doctor`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, Options, takes


@click.command()
@takes(*DATABASE, "profile", formats=("text", "json"))
def command(options: Options) -> int:
    """Look for what stands in the way of changing the database: 27 where something certainly does.

    With --profile also at what it manages: owners, publications, who is at work on it. Changes nothing; apply and
    its --dry-run look at the same, for what the plan is about to do.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import profile_for, settings_for, work_on_database
    from difftool.errors import PreflightFailed
    from difftool.report.health import health_json, health_text

    settings = settings_for(options)
    profile = profile_for(options, settings) if options.profile else None
    from difftool.jobs.doctor import examine

    health = examine(work_on_database(options, settings), profile)
    deliver(options, health_json(health) if options.format == "json" else health_text(health, *screen(options)))
    return PreflightFailed.exit_code if health.fatal else 0

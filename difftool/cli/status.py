"""`difftool status`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes


@click.command()
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json"))
def command(options: Options) -> int:
    """Compare the database with the project's profiles: which one it equals, or comes nearest to. Changes nothing.

    The shipped profiles count where the project has none of its own, or an environment of the settings names them.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_database
    from difftool.files.profiles import load_profile, project_names
    from difftool.jobs.find_state import find_state
    from difftool.report.state import status_json, status_text

    settings = settings_for(options)
    names = (options.profile,) if options.profile else project_names(settings)
    profiles = tuple(load_profile(name, settings) for name in names)
    status = find_state(work_on_database(options, settings), profiles)
    deliver(options, status_json(status) if options.format == "json" else status_text(status, *screen(options)))
    return 0

"""`difftool check`."""

from __future__ import annotations

import click

from difftool.cli.options import PROVING, Options, takes


@click.command()
@click.argument("profiles", metavar="[PROFILE]...", nargs=-1)
@takes(*PROVING, "timeout", formats=("text", "json"))
def command(options: Options, profiles: tuple[str, ...]) -> int:
    """See that settings, profiles and their snapshots load; all profiles where none is named.

    Meets no live database.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_files
    from difftool.files.profiles import profile_names
    from difftool.jobs.check_project import check_project
    from difftool.report.listing import check_json, check_text

    settings = settings_for(options)
    checked = check_project(work_on_files(options, settings), profiles or profile_names(settings))
    width, _ = screen(options)
    deliver(options, check_json(checked) if options.format == "json" else check_text(checked, width))
    return 0

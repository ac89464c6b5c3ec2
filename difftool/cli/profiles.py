"""`difftool profiles`."""

from __future__ import annotations

import click

from difftool.cli.options import Options, takes


@click.command()
@takes(formats=("text", "json"))
def command(options: Options) -> int:
    """List the targets that this project knows: its own profiles, then those that come with difftool.

    One that does not load is listed with its error, and the command ends with that error's code.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for
    from difftool.errors import outranking
    from difftool.files.profiles import listed_profiles
    from difftool.report.listing import profiles_json, profiles_text

    listed = listed_profiles(settings_for(options))
    width, _ = screen(options)
    deliver(options, profiles_json(listed) if options.format == "json" else profiles_text(listed, width))
    return outranking(each.exit_code for each in listed)

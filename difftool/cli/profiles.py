"""`difftool profiles`."""

from __future__ import annotations

import click

from difftool.cli.options import Options, takes


@click.command()
@takes(formats=("text", "json"))
def command(options: Options) -> int:
    """List the targets that this project knows: its own profiles, then those that come with difftool."""
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for
    from difftool.files.profiles import load_profile, profile_names
    from difftool.report.listing import profiles_json, profiles_text

    settings = settings_for(options)
    profiles = [load_profile(name, settings) for name in profile_names(settings)]
    width, _ = screen(options)
    deliver(options, profiles_json(profiles) if options.format == "json" else profiles_text(profiles, width))
    return 0

"""`difftool snapshot`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes


@click.command()
@click.option("--manages", metavar="PATTERN", multiple=True, help="What to write, as in a profile; may be repeated.")
@takes(*DATABASE, *PROVING, "profile", formats=("sql",))
def command(options: Options, manages: tuple[str, ...]) -> int:
    """Write the schema of a database as canonical SQL: what the profile manages, or the patterns."""
    if bool(manages) == bool(options.profile):
        raise click.UsageError("say what to write: --profile or --manages, one of them")
    from difftool.cli.output import deliver_exactly
    from difftool.cli.project import profile_for, settings_for, work_on_database
    from difftool.files.patterns import parse_pattern
    from difftool.model.profile import Scope

    settings = settings_for(options)
    scope = Scope(tuple(map(parse_pattern, manages))) if manages else profile_for(options, settings).scope
    work = work_on_database(options, settings)
    from difftool.jobs.take_snapshot import take_snapshot

    deliver_exactly(options, take_snapshot(work, scope, all_found=bool(manages)))
    return 0

"""`difftool quarantine`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, Options, takes


@click.group(name="quarantine")
def command() -> None:
    """What plans have kept aside in the database before they deleted, overwrote or dropped it."""


@command.command("list")
@takes(*DATABASE, formats=("text", "json"))
def list_(options: Options) -> int:
    """Each quarantine table: of which plan, what, how many rows, until when."""
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_database
    from difftool.jobs.keep import list_kept
    from difftool.report.quarantine import kept_json, kept_text

    kept = list_kept(work_on_database(options, settings_for(options)))
    deliver(options, kept_json(kept) if options.format == "json" else kept_text(kept, *screen(options)))
    return 0


@command.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, metavar="20", help="At most so many rows.")
@takes(*DATABASE, formats=("text", "json"))
def show(options: Options, name: str, limit: int) -> int:
    """Rows of one quarantine table. They may hold personal data."""
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_database
    from difftool.jobs.keep import show_kept
    from difftool.report.quarantine import shown_json, shown_text

    shown = show_kept(work_on_database(options, settings_for(options)), name, limit)
    deliver(options, shown_json(shown) if options.format == "json" else shown_text(shown, *screen(options)))
    return 0


@command.command()
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="DATE", help="What was kept before that day."
)
@click.option("--yes", is_flag=True, help="Drop it. Without it, only say what would be dropped.")
@takes(*DATABASE, formats=("text", "json"))
def purge(options: Options, before: object, yes: bool) -> int:
    """Drop what was kept before a day (UTC), for ever: its plans cannot be rolled back any more.

    What is promised to be kept for longer, and what an unfinished plan works with, stays.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_database
    from difftool.jobs.keep import purge as purge_kept
    from difftool.report.quarantine import purge_json, purge_text

    purged = purge_kept(work_on_database(options, settings_for(options)), str(before)[:10], yes=yes)
    deliver(options, purge_json(purged) if options.format == "json" else purge_text(purged, screen(options)[0]))
    return 0

"""`difftool diff`."""

from __future__ import annotations

import click

from difftool.cli.options import PROVING, Options, takes
from difftool.model.drift import Difference


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option(
    "--manages", metavar="PATTERN", multiple=True, help="Compare only these, as in a profile; may be repeated."
)
@click.option("--exit-code", is_flag=True, help="End with 2 where there are differences.")
@takes(*PROVING, "timeout", formats=("sql", "text", "json", "markdown"))
def command(options: Options, source: str, target: str, manages: tuple[str, ...], exit_code: bool) -> int:
    """Show what leads from one schema to another: URL, SQL file, folder, or profile:NAME each.

    The SQL was proven to lead there, and runs as it is under psql -X -v ON_ERROR_STOP=1. Where rows of the database
    FROM would stop it, they are told instead (exit code 20). Passwords of servers and the like stand in that SQL alone:
    json and markdown have *** for them.
    """
    from difftool.cli.output import deliver, deliver_exactly
    from difftool.cli.project import settings_for, work_on_files
    from difftool.jobs.diff_sources import diff_sources

    work = work_on_files(options, settings_for(options))
    difference = diff_sources(work, source, target, manages)
    if options.format in (None, "sql"):
        deliver_exactly(options, difference.sql)
    else:
        deliver(options, _rendered(options, difference))
    return 2 if exit_code and difference.changes else 0


def _rendered(options: Options, difference: Difference) -> str:
    from difftool.cli.output import screen
    from difftool.report.difference import difference_json, difference_markdown, difference_text

    if options.format == "json":
        return difference_json(difference)
    if options.format == "markdown":
        return difference_markdown(difference)
    return difference_text(difference, *screen(options))

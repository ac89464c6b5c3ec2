"""`difftool matrix`."""

from __future__ import annotations

import click

from difftool.cli.options import PROVING, Options, takes


@click.command()
@click.option("--profile", "names", metavar="NAME|FILE", multiple=True, help="One of the targets; default: all.")
@takes(*PROVING, "timeout", formats=("text", "json", "markdown"))
def command(options: Options, names: tuple[str, ...]) -> int:
    """Between which profiles can a database move? Planned, applied and taken back in the shadow, with sample rows.

    Meets no live database. Ends with 2 where a way is refused.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_files
    from difftool.files.profiles import load_profile, profile_names
    from difftool.jobs.matrix import check_moves
    from difftool.report.matrix import moves_json, moves_markdown, moves_text

    settings = settings_for(options)
    profiles = tuple(load_profile(name, settings) for name in names or profile_names(settings))
    moves = check_moves(work_on_files(options, settings), profiles)
    if options.format == "json":
        deliver(options, moves_json(moves))
    elif options.format == "markdown":
        deliver(options, moves_markdown(moves))
    else:
        deliver(options, moves_text(moves, *screen(options)))
    return 2 if any(move.verdict == "refused" for move in moves) else 0

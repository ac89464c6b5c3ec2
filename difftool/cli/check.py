"""`difftool check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from difftool.cli import complete
from difftool.cli.options import PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.jobs.work import Work


@click.command()
@click.argument("profiles", metavar="[PROFILE]...", nargs=-1, shell_complete=complete.profiles)
@click.option("--against", metavar="FOLDER", help="Migrations of somebody else: do they break the profiles?")
@takes(*PROVING, "timeout", formats=("text", "json"))
def command(options: Options, profiles: tuple[str, ...], against: str | None) -> int:
    """See that settings, profiles and their snapshots load; all profiles where none is named.

    With --against, run somebody else's migrations beside them: whether those still leave what `externals:` names, and
    leave ours alone; ends with 14 where they do not. Meets no live database.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_files
    from difftool.files.profiles import profile_names
    from difftool.jobs.check_project import check_project
    from difftool.report.listing import check_json, check_text

    settings = settings_for(options)
    work, names = work_on_files(options, settings), profiles or profile_names(settings)
    if against:
        return _beside(options, work, names, against)
    checked = check_project(work, names)
    width, _ = screen(options)
    deliver(options, check_json(checked) if options.format == "json" else check_text(checked, width))
    return 0


def _beside(options: Options, work: Work, names: tuple[str, ...], folder: str) -> int:
    from difftool.cli.output import deliver, screen
    from difftool.errors import ExternalMismatch
    from difftool.jobs.check_against import check_against
    from difftool.report.clashes import clashes_json, clashes_text

    found = check_against(work, names, folder)
    text = clashes_json(found) if options.format == "json" else clashes_text(folder, names, found, *screen(options))
    deliver(options, text)
    return ExternalMismatch.exit_code if any(clash.broken for clash in found) else 0

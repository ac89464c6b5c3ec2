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
@click.option("--canonical", is_flag=True, help="Are snapshots in the order in which difftool snapshot writes them?")
@click.option("--write", is_flag=True, help="With --canonical: write anew those that are not.")
@takes(*PROVING, "timeout", formats=("text", "json"))
def command(options: Options, profiles: tuple[str, ...], against: str | None, canonical: bool, write: bool) -> int:
    """See that settings, profiles and their snapshots load; all profiles where none is named.

    With --against, run somebody else's migrations beside them: whether those still leave what `externals:` names, and
    leave ours alone; ends with 14 where they do not. With --canonical, look at the project's snapshots of a single file
    without comments among its statements, which difftool may write; ends with 2 where one is in another order, unless
    --write has mended it. Meets no live database.
    """
    if write and not canonical:
        raise click.UsageError("--write goes with --canonical")
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_files
    from difftool.files.profiles import profile_names, project_names
    from difftool.jobs.check_project import check_project
    from difftool.report.listing import check_json, check_text

    settings = settings_for(options)
    work, names = work_on_files(options, settings), profiles or profile_names(settings)
    if against is not None:
        return _beside(options, work, names, against)
    if canonical:
        return _in_order(options, work, profiles or project_names(settings), write=write)
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


def _in_order(options: Options, work: Work, names: tuple[str, ...], *, write: bool) -> int:
    from pathlib import Path

    from difftool.cli.output import deliver, screen
    from difftool.files.results import write as write_file
    from difftool.jobs.canonical import canonical
    from difftool.report.listing import check_json, check_text

    found = canonical(work, names)
    sentences = [f"{each.file}: written anew" if write and each.differs else each.sentence for each in found]
    sentences = sentences or ["the project has no snapshots of its own"]
    for each in found if write else ():
        if each.differs:
            write_file(Path(work.settings.root, each.file), each.wanted)
    deliver(options, check_json(sentences) if options.format == "json" else check_text(sentences, screen(options)[0]))
    return 2 if any(each.differs for each in found) and not write else 0

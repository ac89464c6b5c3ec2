"""`difftool init`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.model.started import Started


@click.command()
@click.argument("folder", metavar="[FOLDER]", default=".")
@click.option("--from-db", is_flag=True, help="The target is what the database holds.")
@click.option("--from-migrations", metavar="DIR", help="The target is what these migrations make, run in a shadow.")
@click.option("--manages", metavar="PATTERN", multiple=True, help="With --from-db: what is yours; default: all.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@takes(*DATABASE, *PROVING, "profile", formats=("text",))
def command(
    options: Options, folder: str, from_db: bool, from_migrations: str | None, manages: tuple[str, ...], yes: bool
) -> int:
    """Begin a project: settings, a profile, its snapshot, workflows for GitHub. Overwrites nothing.

    Migrations are numbered pairs, a Supabase or a Drizzle folder. --profile names the profile; by default the folder
    does.
    """
    asking = not yes and sys.stdin.isatty()
    if not (from_db or from_migrations) and asking:
        from_migrations = click.prompt("A folder of migrations, or nothing for the database", "", err=True) or None
        from_db = not from_migrations
    if from_db == bool(from_migrations):
        raise click.UsageError("say what to begin with: --from-db or --from-migrations DIR, one of them")
    if manages and from_migrations:
        raise click.UsageError("--manages goes with --from-db: of migrations, all that they make is taken")
    from difftool.jobs.start_project import refuse_existing

    root = Path(folder)
    name = options.profile or _name(root)
    if asking and not options.profile:
        name = click.prompt("The profile's name", name, err=True)
    refuse_existing(root, name)
    return _begin(options, root, name, from_migrations or "", manages, ask=asking)


def _begin(options: Options, root: Path, name: str, migrations: str, manages: tuple[str, ...], *, ask: bool) -> int:
    from difftool.cli.output import deliver
    from difftool.cli.project import work_on_database, work_on_files
    from difftool.files.results import write
    from difftool.files.settings import load_settings
    from difftool.jobs.start_project import start_project

    settings = load_settings(root.resolve(), Path(options.config) if options.config else None)
    work = (work_on_files if migrations else work_on_database)(options, settings)
    started = start_project(work, root, name, migrations, manages)
    if ask:
        click.confirm(f"Write {', '.join(started.new)}?", default=True, abort=True, err=True)
    for path, text in started.new.items():
        write(root / path, text)
    deliver(options, _told(root, name, started))
    return 0


def _name(root: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", root.resolve().name.lower()).strip("-") or "database"


def _told(root: Path, name: str, started: Started) -> str:
    import shlex

    from difftool.report.encode import visible

    lines = [visible(sentence) for sentence in started.said]
    lines += [f"{'kept ' if path in started.kept else 'wrote'} {path}" for path in started.files]
    go = "" if root.resolve() == Path.cwd() else f"  cd {shlex.quote(visible(str(root)))}\n"
    lines += ["next:", f"{go}  difftool check {name}", f"  difftool plan --profile {name}    # must find nothing to do"]
    return "\n".join(lines) + "\n"

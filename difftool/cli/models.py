"""`difftool models`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.jobs.work import Work
    from difftool.model.profile import Settings


@click.command()
@click.argument("models", metavar="MODULE:OBJECT")
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json", "markdown"))
def command(options: Options, models: str) -> int:
    """Compare SQLAlchemy models with a profile's snapshot and with the database, three ways: a report, never a target.

    MODULE is imported from the current folder; OBJECT is a declarative base or a MetaData, as in app.db.models:Base.
    Types, nullability, defaults, keys, indexes and enums of the tables that the profile manages. Where no database is
    named, the snapshot alone is compared. Ends with 2 where they disagree.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import profile_for, settings_for
    from difftool.report.models import models_json, models_markdown, models_text

    settings = settings_for(options)
    profile = profile_for(options, settings)
    from difftool.jobs.compare_models import compare_models

    found = compare_models(_work(options, settings), profile, models)
    if options.format == "json":
        deliver(options, models_json(found))
    elif options.format == "markdown":
        deliver(options, models_markdown(found))
    else:
        deliver(options, models_text(found, *screen(options)))
    return 2 if found.disagreements else 0


def _work(options: Options, settings: Settings) -> Work:
    """What was named and cannot be had is an error; only where nothing names a database none is asked."""
    from difftool.cli.project import work_on_database, work_on_files
    from difftool.errors import NoDatabaseNamed

    try:
        return work_on_database(options, settings)
    except NoDatabaseNamed:
        return work_on_files(options, settings)

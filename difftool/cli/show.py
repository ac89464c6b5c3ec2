"""`difftool show`."""

from __future__ import annotations

from pathlib import Path

import click

from difftool.cli import complete
from difftool.cli.options import DATABASE, PROVING, Options, takes

_PLAN_FILES = (".yaml", ".yml")


@click.command()
@click.argument("what", metavar="PLAN|OBJECT", shell_complete=complete.files)
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json", "sql", "markdown", "html"))
def command(options: Options, what: str) -> int:
    """Show a plan file; or an object of the database, as it is and as the profile wants it.

    A plan meets no database. An object goes by its name, as jobs, public.jobs, "function f(integer)" or
    jobs_user_id_fkey: its definition, what --profile has to do with it, what differs, and what depends on it.

    For example: difftool show plans/integrated.yaml --format html -o plan.html, or
    difftool show public.llm_workflow_jobs --profile integrated
    """
    return _plan(options, what) if _is_file(what) else _object(options, what)


def _is_file(what: str) -> bool:
    return what.endswith(_PLAN_FILES) or "/" in what or Path(what).is_file()


def _plan(options: Options, file: str) -> int:
    from difftool.cli.plan_file import plan_in
    from difftool.cli.plan_views import deliver_plan
    from difftool.planning.seal import is_sealed

    kept = plan_in(file)
    if not is_sealed(kept):
        options.voice(f"{file}: was edited after it was made, so apply refuses it")
    deliver_plan(options, kept, file)
    return 0


def _object(options: Options, name: str) -> int:
    if options.format not in (None, "text", "json"):
        raise click.UsageError(f"an object is shown as text or json, not as {options.format}")
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import profile_for, settings_for, work_on_database
    from difftool.report.described import described_json, described_text

    settings = settings_for(options)
    profile = profile_for(options, settings) if options.profile else None
    from difftool.jobs.show_object import show_object

    found = show_object(work_on_database(options, settings), name, profile)
    deliver(options, described_json(found) if options.format == "json" else described_text(found, *screen(options)))
    return 0

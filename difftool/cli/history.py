"""`difftool history`."""

from __future__ import annotations

import click

from difftool.cli.options import DATABASE, Options, takes


@click.command()
@click.option("--reconcile", metavar="FOLDER", help="Which migrations of this folder are in effect, by the schema.")
@takes(*DATABASE, "shadow", formats=("text", "json"))
def command(options: Options, reconcile: str | None) -> int:
    """Show the ledger: which plans difftool has applied to the database, oldest first.

    With --reconcile, tell of a folder of migrations (numbered pairs, Supabase, Drizzle) which of them the database
    shows the effect of, and which ways back are not the inverse of the way there. No table of versions is asked.
    """
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import settings_for, work_on_database
    from difftool.report.state import history_json, history_text

    work = work_on_database(options, settings_for(options))
    if reconcile is not None:
        from difftool.jobs.reconcile import reconcile as reconciled
        from difftool.report.reconciled import reconciled_json, reconciled_text

        found = reconciled(work, reconcile)
        deliver(
            options, reconciled_json(found) if options.format == "json" else reconciled_text(found, *screen(options))
        )
        return 0
    from difftool.jobs.read_history import read_history

    entries = read_history(work)
    deliver(options, history_json(entries) if options.format == "json" else history_text(entries, *screen(options)))
    return 0

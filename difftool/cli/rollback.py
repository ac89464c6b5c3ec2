"""`difftool rollback`."""

from __future__ import annotations

import re

import click

from difftool.cli import complete
from difftool.cli.options import DATABASE, PROVING, Options, takes

_DIGEST = re.compile(r"(sha256:)?[0-9a-fA-F]{8,64}")


@click.command()
@click.argument("plan", metavar="[PLAN]", required=False, shell_complete=complete.files)
@click.option(
    "--conflicts",
    type=click.Choice(["refuse", "keep-current"]),
    default="refuse",
    help="Where something newer is in the place of what would return: refuse the rollback (the default), or leave what "
    "would return aside.",
)
@takes(*DATABASE, *PROVING, formats=("text", "json", "sql", "markdown", "html"))
def command(options: Options, plan: str | None, conflicts: str) -> int:
    """Prove the way back of an applied plan, and show it; -o FILE keeps it for review and apply.

    PLAN is a plan file, or 8 and more characters of its digest; without it, the last plan that was applied, or
    that stopped half way. On a terminal, without -o: show, ask and apply in one go.
    """
    at_once = options.format is None and options.output == "-"
    from difftool.cli.apply import carry_out
    from difftool.cli.asking import on_a_terminal

    if at_once and not on_a_terminal():
        raise click.UsageError(
            "without -o the way back is applied at once, so somebody must look: elsewhere, "
            "difftool rollback -o FILE, then difftool apply FILE --approve DIGEST"
        )
    from difftool.cli.plan import deliver_made
    from difftool.cli.plan_views import show_plan
    from difftool.cli.project import settings_for, work_on_database
    from difftool.jobs.roll_back import roll_back

    settings = settings_for(options)
    made = roll_back(work_on_database(options, settings), _digest(plan), conflicts)
    if at_once:
        show_plan(options, made, asking=True)
        return carry_out(options, settings, made)
    deliver_made(options, made)
    return 0


def _digest(plan: str | None) -> str:
    """Of the file; a digest that is typed stands for itself."""
    if plan is None or _DIGEST.fullmatch(plan):
        return plan or ""
    from difftool.cli.plan_file import plan_in

    return plan_in(plan).digest

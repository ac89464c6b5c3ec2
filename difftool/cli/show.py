"""`difftool show`."""

from __future__ import annotations

import click

from difftool.cli.options import Options, takes


@click.command()
@click.argument("plan", metavar="PLAN")
@takes(formats=("text", "json", "sql", "markdown", "html"))
def command(options: Options, plan: str) -> int:
    """Show a plan file. Meets no database."""
    from difftool.cli.plan_file import plan_in
    from difftool.cli.plan_views import deliver_plan
    from difftool.planning.seal import is_sealed

    kept = plan_in(plan)
    if not is_sealed(kept):
        options.voice(f"{plan}: was edited after it was made, so apply refuses it")
    deliver_plan(options, kept, plan)
    return 0

"""`difftool apply`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from difftool.cli import complete, fleet
from difftool.cli.asking import Asked, ask, on_a_terminal
from difftool.cli.options import DATABASE, PROVING, Options, takes
from difftool.errors import UsageError
from difftool.model.plan import Phase, Plan

if TYPE_CHECKING:
    from difftool.model.profile import Settings
    from difftool.model.receipt import StepReceipt


@click.command()
@click.argument("plan", metavar="[PLAN]", required=False, shell_complete=complete.files)
@click.option("--approve", metavar="DIGEST", help="What was reviewed; needed where no terminal can ask.")
@click.option("--dry-run", is_flag=True, help="Ask all that apply asks before it changes anything, then stop.")
@click.option("--resume", is_flag=True, help="Go on with a plan that stopped half way.")
@click.option(
    "--until",
    type=click.Choice([phase.value for phase in Phase]),
    metavar="PHASE",
    callback=lambda _, __, name: name and Phase(name),
    help="Stop before the first step of a later phase; --resume goes on, days later if need be.",
)
@click.option(
    "--allow",
    metavar="HAZARD",
    multiple=True,
    help="Agree to a hazard that the policy wants confirmed, where no terminal can ask. Several times for several.",
)
@click.option(
    "--backup",
    metavar="CMD",
    default="",
    help="Run this before the first step, with libpq's variables naming the database; it must succeed.",
)
@fleet.AT_ONCE
@fleet.SHARD
@fleet.TOLERATE
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json"))
def command(
    options: Options, plan: str | None, at_once: int, shard: tuple[int, int] | None, tolerate: str, **words: Any
) -> int:
    """Carry out a plan that was reviewed, step by step, and verify.

    With --profile in place of PLAN: plan, show, ask and apply in one go, on a terminal. With a plan for a pattern of
    environments, or --environment 'tenant-*': on each of them, canaries first.
    """
    _refuse_unseen(options, plan)
    from difftool.cli.plan_file import plan_in
    from difftool.cli.plan_views import show_plan
    from difftool.cli.project import settings_for

    settings = settings_for(options)
    asked = Asked(**words)
    chosen = plan_in(plan) if plan else _made(options, settings)
    if plan and fleet.is_meant(options, settings, chosen):
        how = {"at_once": at_once, "shard": shard, "tolerate": tolerate}
        return fleet.apply_to_members(options, settings, plan, chosen, asked, **how)
    asking = on_a_terminal() and not asked.approve and not asked.dry_run and options.format != "json"
    if asking and not chosen.empty:
        show_plan(options, chosen, asking=True)
    if chosen.empty and not plan:
        options.voice(f"nothing to do: live equals {chosen.profile}")
        return 0
    return carry_out(options, settings, chosen, asked, plan or "")


def carry_out(options: Options, settings: Settings, chosen: Plan, asked: Asked | None = None, file: str = "") -> int:
    """Apply a plan, that of the file or one that was just made; ask on a terminal, and deliver the receipt."""
    from difftool.cli.output import deliver, screen
    from difftool.cli.project import work_on_database
    from difftool.jobs.apply_plan import apply_plan
    from difftool.jobs.approval import signer
    from difftool.report.receipt import receipt_json, receipt_tail, receipt_text

    streamed = options.format != "json" and options.output == "-"
    asked = asked or Asked()
    receipt = apply_plan(
        work_on_database(options, settings, chosen.target.environment),
        chosen,
        ask=ask if on_a_terminal() else None,
        **asdict(asked),
        signer="" if asked.dry_run else signer(settings, chosen, file),
        progress=_progress(options, len(chosen.steps), streamed=streamed),
    )
    rendered = receipt_tail if streamed else receipt_text
    try:
        deliver(options, receipt_json(receipt) if options.format == "json" else rendered(receipt, *screen(options)))
    except UsageError as error:
        onward = f"The plan is through, its receipt is lost: {receipt.verdict}. difftool history shows what ran."
        raise UsageError(error.message, where=error.where, details=(onward,)) from error
    return 0


def _refuse_unseen(options: Options, file: str | None) -> None:
    """A plan that nobody has reviewed is applied only where somebody can look at it and answer."""
    if file:
        return
    if not options.profile:
        raise click.UsageError("name a plan file, or --profile on a terminal")
    if not on_a_terminal():
        raise click.UsageError(
            "--profile applies what it just planned, so somebody must look: elsewhere, difftool plan -o FILE, "
            "then difftool apply FILE --approve DIGEST"
        )


def _made(options: Options, settings: Settings) -> Plan:
    from difftool.cli.project import profile_for, work_on_database

    profile = profile_for(options, settings)
    from difftool.jobs.make_plan import make_plan

    return make_plan(work_on_database(options, settings), profile)


def _progress(options: Options, last: int, *, streamed: bool) -> Callable[[StepReceipt], None]:
    """Each step as it commits, up to that number: on standard output where the receipt goes there as text."""
    from difftool.cli.output import screen, show
    from difftool.report.layout import text_of
    from difftool.report.receipt import step_lines
    from difftool.report.style import UNBOUNDED

    def told(step: StepReceipt) -> None:
        if streamed:
            options.voice.hush()
            # the steps do not depend on a reader: whether the receipt arrives is told at their end
            with suppress(click.exceptions.Exit, UsageError):
                show(text_of(step_lines(step, *screen(options), last=last)))
        else:
            options.voice(step_lines(step, UNBOUNDED)[0])

    return told

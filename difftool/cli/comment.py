"""`difftool comment`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.jobs.work import Work
    from difftool.model.profile import Settings
    from difftool.model.review import Review
    from difftool.report.comment import Occasion


@click.command()
@click.option("--base", metavar="REF", help="What the proposal is compared with; default: the pull request's base.")
@click.option("--number", metavar="N", type=click.IntRange(1), help="The pull request; default: the workflow's.")
@click.option("--dry-run", is_flag=True, help="Write no comments: only show them.")
@takes(*DATABASE, *PROVING, "profile", formats=("markdown",))
def command(options: Options, base: str | None, number: int | None, dry_run: bool) -> int:
    """Say on a pull request what it does to each target: one comment a profile, kept up to date.

    Targets of the base and of what is checked out are built in the shadow. With --db or --environment the plan for
    that database is shown too. Ends with the error's code where a proposed target is refused.
    """
    import os

    from difftool.cli.project import settings_for, work_on_files
    from difftool.errors import outranking
    from difftool.jobs.publish import publish, tell_run
    from difftool.jobs.review_proposal import review_proposal
    from difftool.notify.actions import pull_request, workflow

    run = workflow(os.environ)
    pull = None if dry_run else pull_request(run, number)
    settings = settings_for(options)
    occasion, reviews = review_proposal(
        work_on_files(options, settings),
        base or "",
        run,
        config=options.config or "",
        names=(options.profile,) if options.profile else (),
        live=_live(options, settings),
    )
    _show(options, reviews, occasion)
    tell_run(run, reviews, occasion, _kept(settings, reviews))
    if pull:
        publish(pull, reviews, occasion, run, options.voice)
    return outranking(refusal.exit_code for review in reviews for refusal in review.refusals)


def _live(options: Options, settings: Settings) -> tuple[Work, ...]:
    """Only databases that were named on purpose are asked: a variable that happens to be set is not enough."""
    from difftool.cli.project import environments_matching, work_on_database

    if options.db:
        return (work_on_database(options, settings),)
    if not options.environment:
        return ()
    names = environments_matching(options.environment, settings) or (options.environment,)
    return tuple(work_on_database(replace(options, environment=name), settings) for name in names)


def _kept(settings: Settings, reviews: tuple[Review, ...]) -> str:
    """Plans for live databases as files, to be reviewed and applied; the folder, empty where there are none."""
    from difftool.files.plans import write_plan
    from difftool.files.results import write

    folder = Path(settings.state, "plans")
    plans = [(review.file_of(live), live.plan) for review in reviews for live in review.live if live.plan]
    for name, plan in plans:
        write(folder / name, write_plan(plan))
    return str(folder) if plans else ""


def _show(options: Options, reviews: tuple[Review, ...], occasion: Occasion) -> None:
    """Whole: what has no room on GitHub is found here."""
    from difftool.cli.output import deliver
    from difftool.report.comment import comment

    told = [review for review in reviews if review.worth_telling]
    deliver(options, "\n".join(comment(review, occasion, sys.maxsize) for review in told) or "No target changes.\n")

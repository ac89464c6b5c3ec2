"""`difftool comment`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.jobs.work import Work
    from difftool.model.profile import Settings
    from difftool.model.review import Review
    from difftool.notify.actions import Workflow
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

    from difftool.cli.project import settings_for
    from difftool.errors import outranking
    from difftool.jobs.publish import publish, tell_run
    from difftool.notify.actions import pull_request, workflow

    run = workflow(os.environ)
    pull = None if dry_run else pull_request(run, number)
    settings = settings_for(options)
    occasion, reviews = _reviewed(options, settings, base, run)
    _show(options, reviews, occasion)
    tell_run(run, reviews, occasion, _kept(settings, reviews))
    if pull:
        publish(pull, reviews, occasion, run, options.voice)
    return outranking(refusal.exit_code for review in reviews for refusal in review.refusals)


def _reviewed(
    options: Options, settings: Settings, base: str | None, run: Workflow
) -> tuple[Occasion, tuple[Review, ...]]:
    from difftool.cli.project import own_shadow, work_on_files
    from difftool.errors import UsageError
    from difftool.files.git import as_of, common_ancestor, head, place_in_repository
    from difftool.files.settings import load_settings
    from difftool.jobs.review_targets import review_targets
    from difftool.pg.shadow import Shadows
    from difftool.report.comment import Occasion

    ref = base or (f"origin/{run.base}" if run.base else "")
    if not ref:
        raise UsageError("name what the proposal is compared with: --base REF, as origin/main")
    root = Path(settings.root)
    ancestor = common_ancestor(root, ref)
    occasion = Occasion(ref, head(root)[:12], place_in_repository(root), run.link)
    with as_of(root, ancestor) as folder, ExitStack() as stack:
        config = folder / Path(options.config).name if options.config else None
        earlier = load_settings(folder, config if config and config.is_file() else None)
        work = replace(work_on_files(options, settings), shadow=Shadows(own_shadow(options, settings), stack))
        reviews = review_targets(work, earlier, (options.profile,) if options.profile else ())
        return occasion, tuple(_on_live(options, settings, work, reviews))


def _on_live(options: Options, settings: Settings, work: Work, reviews: tuple[Review, ...]) -> Iterator[Review]:
    """Only a database that was named on purpose is asked: a variable that happens to be set is not enough."""
    from difftool.cli.project import work_on_database
    from difftool.jobs.review_targets import against_live

    if not (options.db or options.environment):
        yield from reviews
        return
    live = replace(work_on_database(options, settings), shadow=work.shadow)
    for review in reviews:
        yield against_live(live, review)


def _kept(settings: Settings, reviews: tuple[Review, ...]) -> str:
    """Plans for live databases as files, to be reviewed and applied; the folder, empty where there are none."""
    from difftool.cli.output import write
    from difftool.files.plans import write_plan

    folder = Path(settings.state, "plans")
    plans = [(review.profile, live.plan) for review in reviews for live in review.live if live.plan]
    for profile, plan in plans:
        write(folder / f"{profile}.yaml", write_plan(plan))
    return str(folder) if plans else ""


def _show(options: Options, reviews: tuple[Review, ...], occasion: Occasion) -> None:
    """Whole: what has no room on GitHub is found here."""
    from difftool.cli.output import deliver
    from difftool.report.comment import comment

    told = [review for review in reviews if review.worth_telling]
    deliver(options, "\n".join(comment(review, occasion, sys.maxsize) for review in told) or "No target changes.\n")

"""What is checked out, against the base that it is to be merged into: each profile, and live databases if wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from difftool.errors import UsageError
from difftool.files.git import as_of, common_ancestor, head, place_in_repository
from difftool.files.settings import load_settings
from difftool.jobs.review_targets import against_live, review_targets
from difftool.jobs.work import Work
from difftool.model.review import Review
from difftool.notify.actions import Workflow
from difftool.pg.shadow import Shadow, Shadows
from difftool.report.comment import Occasion


def review_proposal(
    work: Work, base: str, run: Workflow, *, config: str = "", names: Collection[str] = (), live: Iterable[Work] = ()
) -> tuple[Occasion, tuple[Review, ...]]:
    """A review for each profile of either side, or of `names`, with the plan for each database of `live`.

    `base` is a commit; where it is empty, the base of the run's pull request. `config` names the settings' file there,
    too. Raises UsageError where neither is known, or git does not know the commit.
    """
    ref = base or (f"origin/{run.base}" if run.base else "")
    if not ref:
        raise UsageError("name what the proposal is compared with: --base REF, as origin/main")
    root = Path(work.settings.root)
    ancestor = common_ancestor(root, ref)
    occasion = Occasion(ref, head(root)[:12], place_in_repository(root), run.link)
    with as_of(root, ancestor) as folder, ExitStack() as stack:
        there = folder / Path(config).name if config else None
        earlier = load_settings(folder, there if there and there.is_file() else None)
        shadows = work.shadow if isinstance(work.shadow, Shadow | Shadows) else Shadows(work.shadow, stack)
        reviews = review_targets(replace(work, shadow=shadows), earlier, tuple(names))
        lives = [replace(each, shadow=shadows) for each in live]
        return occasion, tuple(_on(lives, review, asked=review.profile in names) for review in reviews)


def _on(lives: Iterable[Work], review: Review, *, asked: bool) -> Review:
    for live in lives:
        if asked or _concerns(live, review.profile):
            review = against_live(live, review)
    return review


def _concerns(live: Work, profile: str) -> bool:
    """An environment that names its profiles has no others; a database that is named by its URL says nothing of it."""
    environment = live.settings.environments.get(live.address.environment) if live.address else None
    return not environment or not environment.profiles or profile in environment.profiles

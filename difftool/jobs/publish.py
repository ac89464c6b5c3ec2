"""Reviews to where people read them: the pull request, the page of the run, the outputs of the step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from difftool.errors import NotDelivered
from difftool.model.review import Review
from difftool.notify.actions import SUMMARY_LIMIT, Workflow, put_out, summarise
from difftool.notify.github import NoPermission, PullRequest, keep_comment
from difftool.report.comment import Occasion, comment, marker


def publish(
    pull: PullRequest, reviews: Iterable[Review], occasion: Occasion, run: Workflow, say: Callable[[str], None]
) -> None:
    """A comment for each profile that changes; one that is there already is brought up to date in any case.

    All are tried; then the first failure is raised: NotDelivered. That a fork's token may not write is no failure
    where the run's page shows the same.
    """
    failures = [failure for review in reviews if (failure := _published(pull, review, occasion, run, say))]
    if failures:
        raise failures[0]


def _published(
    pull: PullRequest, review: Review, occasion: Occasion, run: Workflow, say: Callable[[str], None]
) -> NotDelivered | None:
    try:
        text = comment(review, occasion)
        address = keep_comment(pull, marker(review.profile, occasion.place), text, create=review.worth_telling)
        if address:
            say(f"{review.profile}: {address}")
    except NotDelivered as error:
        if isinstance(error, NoPermission) and run.fork and run.summary:
            say(f"{review.profile}: no comment, the token of a fork's run only reads; see the run's summary")
            return None
        say(f"{review.profile}: {error}")
        return error
    return None


def tell_run(run: Workflow, reviews: Sequence[Review], occasion: Occasion, plans: str) -> None:
    """The page of the run, and the step's outputs; `plans` is the folder of plan files, if there are any."""
    told = [review for review in reviews if review.worth_telling]
    texts = [comment(review, occasion, SUMMARY_LIMIT // len(told)) for review in told]
    summarise(run, "\n".join(texts) if texts else "No target changes.\n")
    values = {
        "has-changes": _word(any(review.changes_something for review in reviews)),
        "has-destructive": _word(any(review.destructive for review in reviews)),
        "plan-path": plans,
    }
    put_out(run, values)


def _word(fact: bool) -> str:
    return "true" if fact else "false"

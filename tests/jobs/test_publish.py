"""What a run says about itself on its page."""

from __future__ import annotations

from pathlib import Path

from difftool.jobs.publish import tell_run
from difftool.model.review import Fate, Refusal, Review
from difftool.notify.actions import Workflow
from difftool.report.comment import Occasion

MIB = 1024 * 1024


def test_the_page_of_the_run_has_room_for_it(tmp_path: Path) -> None:
    """GitHub counts bytes there, and shows nothing of what is longer: letters of three bytes are no trap."""
    refusal = Refusal("漢" * 300, 11, ("漢" * 4_000,))
    reviews = [Review(f"profile {n}", Fate.CHANGED, refusal=refusal) for n in range(200)]
    page = tmp_path / "summary.md"
    tell_run(Workflow(summary=str(page)), reviews, Occasion("origin/main"), "")
    assert page.read_text().count("**Refused** (11)") == len(reviews)
    assert page.stat().st_size < MIB

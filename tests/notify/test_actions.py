"""What a workflow tells a job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from difftool.notify.actions import workflow


def told(tmp_path: Path, event: Any, **variables: str) -> Any:
    file = tmp_path / "event.json"
    file.write_text(json.dumps(event))
    return workflow({"GITHUB_EVENT_PATH": str(file), "GITHUB_REPOSITORY": "octo/app", **variables})


@pytest.mark.parametrize(
    "pull", ["x", [], None, {"number": "7x"}, {"number": None, "head": "x"}, {"number": [], "head": {"repo": 3}}]
)
def test_an_odd_event_names_no_pull_request(tmp_path: Path, pull: Any) -> None:
    """An event of another form than GitHub's is no crash; whoever calls says which number is missing."""
    assert told(tmp_path, {"pull_request": pull}).number == 0


@pytest.mark.parametrize(
    ("repo", "fork"), [({"full_name": "octo/app"}, False), ({"full_name": "x/app"}, True), (None, True)]
)
def test_forks(tmp_path: Path, repo: Any, *, fork: bool) -> None:
    """A pull request from another repository, or from one that is gone, is a fork's."""
    found = told(tmp_path, {"pull_request": {"number": 7, "head": {"repo": repo}}})
    assert (found.number, found.fork) == (7, fork)


def test_a_token_with_a_line_end(tmp_path: Path) -> None:
    """A secret that was pasted with its line end is the secret without it."""
    assert told(tmp_path, {}, GITHUB_TOKEN="ghs_x\n").token == "ghs_x"

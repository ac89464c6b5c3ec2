"""What a workflow of GitHub Actions tells a job by variables and files, and what the job tells it.

https://docs.github.com/actions/reference/workflows-and-actions/variables
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from difftool.errors import ConfigError, UsageError
from difftool.notify.github import PullRequest

SUMMARY_LIMIT = 340_000
"""UTF-16 units, each of at most three bytes; GitHub takes 1 MiB a step, and of what is longer nothing"""


@dataclass(frozen=True, slots=True)
class Workflow:
    """All fields are empty outside of GitHub Actions."""

    number: int = 0
    base: str = ""
    """the branch that a pull request is to be merged into"""
    fork: bool = False
    """the pull request comes from another repository: its workflow gets no secrets, and a token that only reads"""
    api: str = ""
    repository: str = ""
    token: str = field(default="", repr=False)
    link: str = ""
    summary: str = ""
    outputs: str = ""


def workflow(variables: Mapping[str, str]) -> Workflow:
    """Raises ConfigError where GITHUB_EVENT_PATH names something that is no event."""
    pull = _part(_event(variables), "pull_request")
    number = pull.get("number")
    get = variables.get
    return Workflow(
        number=number if isinstance(number, int) else 0,
        base=get("GITHUB_BASE_REF", ""),
        fork=_is_fork(pull, get("GITHUB_REPOSITORY", "")),
        api=get("GITHUB_API_URL", "") or "https://api.github.com",
        repository=get("GITHUB_REPOSITORY", ""),
        token=get("GITHUB_TOKEN", "").strip(),  # a line end, pasted along with it, ends a header
        link=run_link(variables),
        summary=get("GITHUB_STEP_SUMMARY", ""),
        outputs=get("GITHUB_OUTPUT", ""),
    )


def run_link(variables: Mapping[str, str]) -> str:
    """The page of the run; empty outside of GitHub Actions."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (variables.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


def _event(variables: Mapping[str, str]) -> dict[str, Any]:
    path = variables.get("GITHUB_EVENT_PATH")
    if not path:
        return {}
    try:
        event = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ConfigError("not a readable event of GitHub Actions", where="GITHUB_EVENT_PATH") from None
    return event if isinstance(event, dict) else {}


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _is_fork(pull: Mapping[str, Any], repository: str) -> bool:
    """Also one that was deleted meanwhile."""
    if not pull:
        return False
    return bool(_part(_part(pull, "head"), "repo").get("full_name") != repository)


def pull_request(found: Workflow, number: int | None) -> PullRequest:
    """Where to comment. Raises UsageError for what is not known."""
    known = {
        "GITHUB_REPOSITORY": found.repository,
        "GITHUB_TOKEN": found.token,
        "--number": number or found.number,
    }
    missing = [name for name, value in known.items() if not value]
    if missing:
        raise UsageError(f"no comment can be written without {', '.join(missing)}; --dry-run only shows it")
    return PullRequest(found.api, found.repository, number or found.number, found.token)


def summarise(found: Workflow, text: str) -> None:
    """Add Markdown to the page of the run; nothing outside of GitHub Actions."""
    _append(found.summary, text, "GITHUB_STEP_SUMMARY")


def put_out(found: Workflow, values: Mapping[str, str]) -> None:
    """Outputs of the step, each one line."""
    lines = (f"{name}={' '.join(value.splitlines())}\n" for name, value in values.items())
    _append(found.outputs, "".join(lines), "GITHUB_OUTPUT")


def _append(path: str, text: str, variable: str) -> None:
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=variable) from error

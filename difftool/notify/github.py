"""One comment on a pull request for each subject: found by its hidden first line, then written anew in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from difftool.errors import NotDelivered
from difftool.notify.http import Answer, Busy, Request, patiently, send

_PAGE = 100
_PAGES = 100
_NOT_FOUND = 404
_FORBIDDEN = 403
_REMEDIES = {
    401: "the token is not valid",
    403: "the token may not write here; the job needs `permissions: {pull-requests: write}`, "
    "and a pull request from a fork gets a token that only reads",
    404: "there is no such pull request, or the token may not see it",
    410: "the pull request is gone",
    422: "the comment is not accepted",
}


class NoPermission(NotDelivered):
    """The token may read, but not write."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """`api` is as GITHUB_API_URL: https://api.github.com, or https://HOST/api/v3 of an Enterprise Server."""

    api: str
    repository: str
    """owner/name"""
    number: int
    token: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.repository}#{self.number}"


def keep_comment(pull: PullRequest, marker: str, body: str, *, create: bool = True) -> str:
    """Make the one comment that begins with `marker` say `body`; its web address, or "" where there is none.

    Without `create`, a comment that is not there yet is not made. Only comments of the token's own account are
    changed: anybody may write a marker. Raises NotDelivered, NoPermission.
    """
    return patiently(lambda: _kept(pull, marker, body, create=create))


def _kept(pull: PullRequest, marker: str, body: str, *, create: bool) -> str:
    ours = [one for one in _comments(pull) if str(one.get("body", "")).partition("\n")[0].strip() == marker]
    for surplus in ours[1:]:  # two runs at once have both made one, and only one is kept up to date
        _call(pull, "DELETE", f"issues/comments/{surplus['id']}")
    found = ours[0] if ours else None
    if found is None:
        if not create:
            return ""
        answer = _call(pull, "POST", f"issues/{pull.number}/comments", {"body": body})
        return _address(_checked(pull, answer))
    if found.get("body", "").replace("\r\n", "\n") == body:
        return _address(found)
    answer = _call(pull, "PATCH", f"issues/comments/{found['id']}", {"body": body})
    if answer.status == _NOT_FOUND:
        raise Busy(f"somebody deletes the comment on {pull} meanwhile", wait=0)
    return _address(_checked(pull, answer))


def _comments(pull: PullRequest) -> Iterator[dict[str, Any]]:
    """Of our own account, oldest first."""
    own = _own(pull)
    for page in range(1, _PAGES + 1):
        path = f"issues/{pull.number}/comments?per_page={_PAGE}&page={page}"
        found = _checked(pull, _call(pull, "GET", path))
        if not isinstance(found, list):
            raise _unreadable(pull)
        yield from (one for one in found if _is_comment(one) and own(one["user"]))
        if len(found) < _PAGE:
            return


def _is_comment(found: Any) -> bool:
    """Of an account that is still there."""
    return isinstance(found, dict) and isinstance(found.get("user"), dict) and isinstance(found.get("id"), int)


def _own(pull: PullRequest) -> Any:
    """Whether a user is the token's own. The token of an app, as a workflow has it, may not ask who it is."""
    answer = send(_request(pull, "GET", f"{pull.api.rstrip('/')}/user"))
    told = answer.json() if answer.fine else None
    login = told.get("login") if isinstance(told, dict) else None
    return lambda user: user.get("login") == login if login else user.get("type") == "Bot"


def _call(pull: PullRequest, method: str, path: str, body: dict[str, str] | None = None) -> Answer:
    return send(_request(pull, method, f"{pull.api.rstrip('/')}/repos/{quote(pull.repository)}/{path}", body))


def _request(pull: PullRequest, method: str, url: str, body: dict[str, str] | None = None) -> Request:
    headers = {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "Authorization": f"Bearer {pull.token}",
    }
    return Request("GitHub", method, url, body, headers)


def _checked(pull: PullRequest, answer: Answer) -> Any:
    found = answer.json()
    if answer.fine and found is not None:
        return found
    if answer.fine:
        raise _unreadable(pull)
    raise _refusal(pull, answer.status, str(found.get("message", "")) if isinstance(found, dict) else "")


def _refusal(pull: PullRequest, status: int, said: str) -> NotDelivered:
    kind = NoPermission if status == _FORBIDDEN else NotDelivered
    quoted = f", {said[:200]}" if said else ""
    return kind(f"GitHub refuses (HTTP {status}{quoted}): {_REMEDIES.get(status, 'unexpected')}", where=str(pull))


def _unreadable(pull: PullRequest) -> NotDelivered:
    return NotDelivered("the answer is not GitHub's: is GITHUB_API_URL right?", where=str(pull))


def _address(comment: Any) -> str:
    return str(comment.get("html_url", "")) if isinstance(comment, dict) else ""

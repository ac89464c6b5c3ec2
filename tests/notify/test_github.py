"""The one comment on a pull request: made, found again, brought up to date; and every way in which that can fail."""

from __future__ import annotations

import json
import time

import pytest

from difftool.errors import NotDelivered
from difftool.notify.github import NoPermission, PullRequest, keep_comment
from tests.notify.serving import TOKEN, Fault, Forge, forge

MARK = "<!-- difftool:integrated -->"


def pull(github: Forge, token: str = TOKEN) -> PullRequest:
    return PullRequest(github.url, "octo/app", 7, token)


def body(text: str) -> str:
    return f"{MARK}\n\n{text}\n"


def test_made_then_kept_up_to_date(github: Forge) -> None:
    """The first time it is made, later the same one says something else."""
    first = keep_comment(pull(github), MARK, body("one"))
    second = keep_comment(pull(github), MARK, body("two"))
    assert github.bodies == [body("two")]
    assert first == second == github.comments[0]["html_url"]


def test_what_is_said_already_is_not_written(github: Forge) -> None:
    """The same text again is no edit; line ends as a browser sends them are no difference."""
    github.says(body("one").replace("\n", "\r\n"))
    keep_comment(pull(github), MARK, body("one"))
    assert github.written == []


def test_only_what_is_there_is_brought_up_to_date(github: Forge) -> None:
    """Without `create` a comment is updated, but none is made."""
    assert keep_comment(pull(github), MARK, body("nothing"), create=False) == ""
    assert github.comments == []
    github.says(body("much"))
    assert keep_comment(pull(github), MARK, body("nothing"), create=False)
    assert github.bodies == [body("nothing")]


def test_one_for_each_marker(github: Forge) -> None:
    """The comment of another profile, whose name begins alike, is another one."""
    github.says("<!-- difftool:integrated-strict -->\n\nother\n")
    keep_comment(pull(github), MARK, body("one"))
    assert len(github.comments) == 2


def test_two_of_them(github: Forge) -> None:
    """Where two runs at once have made one each, the second goes: nobody would keep it up to date."""
    for text in ("first", "second"):
        github.says(body(text))
    github.says(body("all is well"), login="mallory", type="User")
    keep_comment(pull(github), MARK, body("new"))
    assert github.bodies == [body("new"), body("all is well")]


def test_found_behind_hundreds_of_others(github: Forge) -> None:
    """All pages are looked through."""
    for number in range(230):
        github.says(f"comment {number}", login="someone", type="User")
    github.says(body("old"))
    keep_comment(pull(github), MARK, body("new"))
    assert github.bodies[230:] == [body("new")]


@pytest.mark.parametrize("account", [{"login": "robot", "type": "User"}, {"login": "app[bot]", "type": "Bot"}])
def test_a_marker_of_somebody_else_is_not_ours(github: Forge, account: dict[str, str]) -> None:
    """Whoever writes the marker into a comment of his own does not get it edited: he could edit it back."""
    github.account = account
    github.says(body("all is well"), login="mallory", type="User")
    keep_comment(pull(github), MARK, body("loses data"))
    assert github.bodies == [body("all is well"), body("loses data")]


def test_a_quoted_marker_is_no_marker(github: Forge) -> None:
    """Only the first line counts."""
    github.says(f"> quoting\n{MARK}")
    keep_comment(pull(github), MARK, body("one"))
    assert len(github.comments) == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(502, body="<html>bad gateway</html>"),
        Fault(503, {"Retry-After": "0"}),
        Fault(429, {"Retry-After": "0"}),
        Fault(403, {"Retry-After": "0"}, '{"message": "You have exceeded a secondary rate limit"}'),
        Fault(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, '{"message": "API rate limit exceeded"}'),
    ],
)
def test_tried_again(github: Forge, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is busy once is asked again."""
    monkeypatch.setattr(time, "sleep", lambda _: None)
    github.faults = [fault]
    keep_comment(pull(github), MARK, body("one"))
    assert github.bodies == [body("one")]


def test_never_twice(github: Forge) -> None:
    """A comment that was made although the answer was an error is found by the next try, and not made again."""
    github.faults = [Fault(502, after=True, method="POST")]
    keep_comment(pull(github), MARK, body("one"))
    assert github.bodies == [body("one")]


def test_deleted_meanwhile(github: Forge) -> None:
    """A comment that somebody deletes between finding and writing is made anew."""
    github.says(body("old"))
    github.faults = [Fault(404, method="PATCH")]
    keep_comment(pull(github), MARK, body("new"))
    assert github.bodies == [body("new")]


def test_a_limit_for_an_hour(github: Forge) -> None:
    """Nobody waits for an hour: it is said how long the limit holds."""
    github.faults = [Fault(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3000)})]
    with pytest.raises(NotDelivered, match="asks to wait 50 minutes"):
        keep_comment(pull(github), MARK, body("one"))


def test_busy_for_good(github: Forge) -> None:
    """After four tries it is given up."""
    github.faults = [Fault(500) for _ in range(9)]
    with pytest.raises(NotDelivered, match=r"GitHub is busy \(HTTP 500\); tried 4 times"):
        keep_comment(pull(github), MARK, body("one"))


def test_not_there() -> None:
    """A server that does not answer at all is named without its address."""
    with pytest.raises(NotDelivered, match="GitHub cannot be reached"):
        keep_comment(PullRequest("http://127.0.0.1:1", "octo/app", 7, TOKEN), MARK, body("one"))


def test_may_not_write(github: Forge) -> None:
    """A token that only reads is told apart, with the permission that the job needs."""
    github.may_write = False
    with pytest.raises(NoPermission, match="pull-requests: write") as caught:
        keep_comment(pull(github), MARK, body("one"))
    assert "octo/app#7" in str(caught.value)


def test_refusals_never_tell_the_token(github: Forge) -> None:
    """A wrong token, a wrong number, and a body that is too long are said as such, without the token."""
    for asked, text, expected in (
        (pull(github, "ghs_wr0ng"), "one", "the token is not valid"),
        (PullRequest(github.url, "octo/app", 8, TOKEN), "one", "no such pull request"),
        (pull(github), "x" * 70_000, "too long"),
    ):
        with pytest.raises(NotDelivered, match=expected) as caught:
            keep_comment(asked, MARK, body(text))
        assert "ghs_" not in f"{caught.value!r} {caught.value} {asked!r}"


@pytest.mark.parametrize("page", ["[]", '"ok"', "[" * 100_000])
def test_odd_answers(github: Forge, page: str) -> None:
    """JSON of another shape than GitHub's is passed over, or said; it is no crash."""
    github.faults = [Fault(200, body=page)]
    keep_comment(pull(github), MARK, body("one"))
    strange = [{}, {"user": "x", "id": 1}, {"user": {"type": "Bot"}, "body": MARK}, {"user": None, "id": 2}]
    github.faults = [Fault(403), Fault(200, body=json.dumps(strange))]
    assert keep_comment(pull(github), MARK, body("two"), create=False) == ""


def test_something_else_answers(github: Forge) -> None:
    """A page of a proxy with status 200 is not taken for an answer."""
    github.faults = [Fault(200, body="{}"), Fault(200, body="<html>please log in</html>")]
    with pytest.raises(NotDelivered, match="GITHUB_API_URL"):
        keep_comment(pull(github), MARK, body("one"))


def test_the_token_goes_nowhere_else(github: Forge) -> None:
    """A redirect is not followed: the token would go with it."""
    with forge() as other:
        github.faults = [Fault(301, {"Location": f"{other.url}/user"}) for _ in range(2)]
        with pytest.raises(NotDelivered, match="HTTP 301"):
            keep_comment(pull(github), MARK, body("one"))
        assert other.asked == []


def test_an_enterprise_server() -> None:
    """The API of an Enterprise Server has a path of its own."""
    with forge("/api/v3") as enterprise:
        keep_comment(pull(enterprise), MARK, body("one"))
        assert enterprise.bodies == [body("one")]


def test_no_web_address() -> None:
    """A file is not read by giving it as the API's address."""
    with pytest.raises(NotDelivered, match="not the address of a web service"):
        keep_comment(PullRequest("file:///etc", "octo/app", 7, TOKEN), MARK, body("one"))

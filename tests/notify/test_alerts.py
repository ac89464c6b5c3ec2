"""An alert reaches its receiver, or it is said that it did not; the receiver's address is never shown."""

from __future__ import annotations

import pytest

from difftool.errors import NotDelivered
from difftool.notify import http
from difftool.notify.alerts import Receiver, deliver
from tests.notify.serving import Receiver as Hook
from tests.notify.serving import babbler
from tests.tools import needed

BODY = {"event": "drift", "text": "production/app has drifted"}


def tell(url: str) -> None:
    deliver(Receiver(url), "has drifted", "+ column x", BODY)


def test_a_webhook_gets_json(hook: Hook) -> None:
    """The body as it is, once."""
    tell(hook.url)
    assert hook.received == [BODY]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_webhook_is_tried_again(hook: Hook, status: int) -> None:
    """A receiver that is busy twice gets it the third time."""
    hook.statuses = [status, status]
    tell(hook.url)
    assert hook.received == [BODY]


@pytest.mark.parametrize("statuses", [[404], [410], [401], [302], [500] * 4])
def test_a_webhook_that_refuses(hook: Hook, statuses: list[int]) -> None:
    """What is no success is said with the host alone: the path is the password. A redirect is not followed."""
    hook.statuses = list(statuses)
    with pytest.raises(NotDelivered, match=r"http://127\.0\.0\.1/…") as caught:
        tell(hook.url)
    assert hook.received == []
    assert "s3cr3t" not in f"{caught.value} {caught.value.details}"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/s3cr3t", "http://[s3cr3t", "https://", "http://x:s3cr3t/"])
def test_nobody_there(url: str) -> None:
    """An address at which nobody answers, or that is none."""
    with pytest.raises(NotDelivered) as caught:
        tell(url)
    assert "s3cr3t" not in str(caught.value)


_BEGUN = b"HTTP/1.1 500 no\r\nContent-Length: 1000\r\n\r\nabc"
_LIMITED = b"HTTP/1.1 429 no\r\nRetry-After: %b\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize(
    ("parts", "reset"),
    [
        ((), False),
        ((_BEGUN,), False),
        ((_BEGUN,), True),
        ((_BEGUN.replace(b"500", b"200"), *[b"x"] * 500), False),
        ((b"SSH-2.0-OpenSSH\r\n",), True),
        ((_LIMITED % b"\xb2",), True),
        ((_LIMITED % (b"9" * 400),), True),
    ],
    ids=["silent", "falls silent", "cut off", "drop by drop", "another protocol", "odd digits", "endless digits"],
)
def test_a_webhook_that_answers_badly(
    parts: tuple[bytes, ...], *, reset: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However an answer goes wrong, it is an alert that was not delivered, and no crash; and nobody waits for good."""
    monkeypatch.setattr(http, "SECONDS", 0.2)
    monkeypatch.setattr(http, "PAUSES", (0.0,))
    with babbler(*parts, pause=0.02, reset=reset) as url, pytest.raises(NotDelivered) as caught:
        tell(url)
    assert "s3cr3t" not in str(caught.value)


def test_a_webhook_with_a_login(hook: Hook) -> None:
    """User and password before the host are said in the header that is for them, and nowhere else."""
    tell(hook.url.replace("http://", "http://me:p%40ss@"))
    assert hook.logins == ["Basic bWU6cEBzcw=="]


def test_another_service(hook: Hook) -> None:
    """Whatever apprise knows is told by it: title and text."""
    needed("apprise")
    tell(hook.url.replace("http://", "json://"))
    (received,) = hook.received
    assert (received["title"], received["message"]) == ("has drifted", "+ column x")


def test_another_service_that_fails(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    """What a service does not take is not delivered; nothing of its address is logged or said."""
    needed("apprise")
    hook.statuses = [403] * 4
    with pytest.raises(NotDelivered, match="json://… has not taken the alert") as caught:
        tell(hook.url.replace("http://", "json://"))
    assert "s3cr3t" not in f"{caught.value} {caplog.text}"


@pytest.mark.parametrize("url", ["nonsense://s3cr3t", "s3cr3t", "slack:", "-s3cr3t-://x"])
def test_no_address(url: str) -> None:
    """What nobody knows how to reach is an error that does not repeat it."""
    needed("apprise")
    with pytest.raises(NotDelivered, match="no address that apprise knows") as caught:
        tell(url)
    assert "s3cr3t" not in str(caught.value)


def test_receivers_are_told_apart_without_their_address() -> None:
    """The key is the same for the same address, and holds nothing of it."""
    one, other = Receiver("https://x.example/s3cr3t"), Receiver("https://x.example/other")
    assert one.key == Receiver(one.url).key != other.key
    assert "s3cr3t" not in f"{one!r} {one} {one.key}"

"""One request to a service that may be busy: what is worth another try is tried again, within bounds.

A token or a webhook's address is a secret: messages name the service only.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.parse import urlsplit

from difftool import __version__
from difftool.errors import NotDelivered

SECONDS = 15.0
"""the longest wait for one answer"""
PAUSES = (1.0, 3.0, 9.0)
"""seconds before the second try and those after it, where the service does not say how long"""
PATIENCE = 120.0
"""seconds that a service may ask us to wait; beyond, we give up"""
_MOST = 10_000_000
"""bytes of an answer"""
_PART = 65_536
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Request:
    """`service` is how messages name it. `body` becomes JSON."""

    service: str
    method: str
    url: str = field(repr=False)
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    text: str

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  # HTTP's range of success

    def json(self) -> Any:
        """The body; None where it is no JSON, as from a proxy in between."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


class Busy(Exception):
    """Worth another try: after `wait` seconds, if the service said so."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What we send would follow to wherever the answer points, the token with it."""

    def redirect_request(self, *_: Any) -> None:
        return None


def patiently(attempt: Callable[[], _Result]) -> _Result:
    """What the attempt returns, once it does not raise Busy. It may run several times, also after it has succeeded.

    Raises NotDelivered with the last reason.
    """
    for pause in (*PAUSES, None):
        try:
            return attempt()
        except Busy as busy:
            wait = pause if busy.wait is None else busy.wait
            if wait is None or pause is None:
                raise NotDelivered(f"{busy.reason}; tried {len(PAUSES) + 1} times") from None
            if wait > PATIENCE:
                raise NotDelivered(f"{busy.reason}: it asks to wait {round(wait / 60)} minutes") from None
            time.sleep(wait)
    raise AssertionError("unreachable")


def send(request: Request) -> Answer:
    """The answer, whatever its status. Raises Busy, and NotDelivered for an address that is none."""
    if not _of_web(request.url):
        raise NotDelivered(f"{request.service}: not the address of a web service")
    try:
        answer = _answered(request)
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Busy(f"{request.service} cannot be reached ({_short(reason)})") from None
    except ValueError:  # its text quotes the address
        raise NotDelivered(f"{request.service}: not the address of a web service") from None
    wait = _asked_to_wait(answer)
    if answer.status in _BUSY or wait is not None:
        raise Busy(f"{request.service} is busy (HTTP {answer.status})", wait)
    return answer


def _answered(request: Request) -> Answer:
    """Whatever its status. What fails while an error's page is read is like what fails before it."""
    try:
        found = urllib.request.build_opener(_NoRedirects).open(_asked(request), timeout=SECONDS)
    except urllib.error.HTTPError as error:
        found = error
    with found:
        return Answer(found.status, found.headers, _text(found))


def _of_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _asked(request: Request) -> urllib.request.Request:
    data = None if request.body is None else json.dumps(request.body).encode()
    headers = {"User-Agent": f"difftool/{__version__}", "Accept": "application/json", **request.headers}
    headers |= {"Content-Type": "application/json"} if data is not None else {}
    return urllib.request.Request(request.url, data, headers, method=request.method)  # noqa: S310  # scheme was checked


def _text(found: Any) -> str:
    """Raises TimeoutError for a body that comes drop by drop: the socket's own limit is for one drop."""
    data, ends = bytearray(), time.monotonic() + SECONDS
    while len(data) < _MOST and (part := found.read1(_PART)):
        data += part
        if time.monotonic() > ends:
            raise TimeoutError
    return data.decode("utf-8", errors="replace")


def _short(reason: object) -> str:
    """Without the address, which exceptions of sockets do not quote; at most a line."""
    told = getattr(reason, "strerror", None) or type(reason).__name__
    return str(told)[:100]


def _asked_to_wait(answer: Answer) -> float | None:
    """Seconds, where the answer is a limit's: Retry-After, or what GitHub says of its limits.

    https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """
    if answer.status not in (403, 429, 503):
        return None
    after = _seconds(answer, "Retry-After")
    if after is not None:
        return after
    if answer.headers.get("X-RateLimit-Remaining") == "0":
        reset = _seconds(answer, "X-RateLimit-Reset")
        return 60.0 if reset is None else max(reset - time.time(), 0.0) + 1
    return 60.0 if answer.status == 403 and "rate limit" in answer.text.lower() else None  # noqa: PLR2004


def _seconds(answer: Answer, header: str) -> float | None:
    found = re.fullmatch(r"[0-9]{1,12}", answer.headers.get(header, "").strip())
    return float(found[0]) if found else None

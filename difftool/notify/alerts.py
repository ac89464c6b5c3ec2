"""One alert to one receiver: a plain JSON webhook, or whatever apprise knows.

The address of a receiver is a secret as a whole: messages name its service and host only.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from difftool.errors import NotDelivered
from difftool.notify.http import Busy, Request, patiently, send

_WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Receiver:
    url: str = field(repr=False)

    def __str__(self) -> str:
        """As "https://hooks.example.org/…" or "slack://…"."""
        scheme, _, rest = self.url.partition("://")
        if scheme not in _WEB:
            return f"{scheme}://…" if rest and scheme.isalnum() else "a receiver that is no address"
        try:
            return f"{scheme}://{urlsplit(self.url).hostname or ''}/…"
        except ValueError:
            return f"{scheme}://…"

    @property
    def key(self) -> str:
        """Tells receivers apart in files, without their address."""
        return sha256(self.url.encode()).hexdigest()[:16]


def deliver(receiver: Receiver, title: str, text: str, body: Mapping[str, Any]) -> None:
    """`body` to a webhook, `title` and `text` to all others. Raises NotDelivered."""
    if receiver.url.partition("://")[0] in _WEB:
        patiently(lambda: _post(receiver, body))
    else:
        patiently(lambda: _by_apprise(receiver, title, text))


def _post(receiver: Receiver, body: Mapping[str, Any]) -> None:
    url, headers = _with_its_login(receiver.url)
    answer = send(Request(str(receiver), "POST", url, body, headers))
    if not answer.fine:
        raise NotDelivered(f"{receiver} refuses the alert (HTTP {answer.status})")


def _with_its_login(url: str) -> tuple[str, Mapping[str, str]]:
    """The address without the user and password that may stand before its host, and the header that says them."""
    start, _, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    login, at, host = place.rpartition("@")
    if not at:
        return url, {}
    said = b64encode(unquote(login).encode()).decode()
    return f"{start}://{host}{slash}{path}", {"Authorization": f"Basic {said}"}


def _by_apprise(receiver: Receiver, title: str, text: str) -> None:
    try:
        import apprise
    except ImportError:
        raise NotDelivered(
            f"{receiver}: addresses other than http and https need apprise: pip install 'difftool[alerts]'"
        ) from None
    logging.getLogger("apprise").disabled = True  # it would log addresses with what is secret in them
    service = apprise.Apprise()
    if not service.add(receiver.url):
        raise NotDelivered(f"{receiver}: no address that apprise knows")
    if not service.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT):
        raise Busy(f"{receiver} has not taken the alert")

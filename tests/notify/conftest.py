"""Services that answer at once, and tries that follow each other at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.notify import http
from tests.notify.serving import Forge, Receiver, forge, receiver


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "PAUSES", (0.0, 0.0, 0.0))


@pytest.fixture
def github() -> Iterator[Forge]:
    with forge() as opened:
        yield opened


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as opened:
        yield opened

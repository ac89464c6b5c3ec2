"""An end to what takes too long: one thread for all that is done, however many things these are."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self

import psycopg2

OFTEN = 0.2
"""seconds between two looks at the clock"""


class TimeLimit:
    """While it is entered, `end` is called once a span has lasted for `seconds`; it is over then.

    `end` runs in another thread, and never after the span.
    """

    def __init__(self, seconds: float, end: Callable[[], object]) -> None:
        self._seconds, self._end = seconds, end
        self._until = float("inf")
        self._spans = threading.Lock()
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.over = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._thread.join()

    @contextmanager
    def span(self) -> Iterator[None]:
        self._until = time.monotonic() + self._seconds
        try:
            yield
        finally:
            with self._spans:
                self._until = float("inf")

    def _watch(self) -> None:
        while not self._left.wait(OFTEN):
            with self._spans:
                if time.monotonic() > self._until and not self.over:
                    self.over = True
                    with suppress(psycopg2.Error):  # then the server has ended it
                        self._end()

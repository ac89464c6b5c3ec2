"""SIGINT and SIGTERM while PostgreSQL works: the statement is cancelled, the transaction rolled back."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from psycopg2.extensions import set_wait_callback
from psycopg2.extras import wait_select

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Interruption:
    """`requested` stays set even where a statement ended before it could be cancelled."""

    requested: bool = False

    def check(self) -> None:
        if self.requested:
            raise KeyboardInterrupt

    def request(self, _signal: int, _frame: FrameType | None) -> None:
        """The first one interrupts; the next ones must not disturb the rollback."""
        if not self.requested:
            self.requested = True
            raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Within it, a signal cancels the running statement (QueryCanceled) or else raises KeyboardInterrupt.

    Signals reach the main thread only; in another one nothing changes. libpq waits in C, where no Python signal
    handler runs: while we are in here psycopg2 waits in Python instead, for every connection of the process.
    """
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    previous = {number: signal.signal(number, interruption.request) for number in _SIGNALS}
    set_wait_callback(wait_select)
    try:
        yield interruption
    finally:
        set_wait_callback(None)
        for number, handler in previous.items():
            signal.signal(number, handler)

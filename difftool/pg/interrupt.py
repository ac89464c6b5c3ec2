"""SIGINT, SIGTERM and SIGHUP while PostgreSQL works: the statement is cancelled, the transaction rolled back."""

from __future__ import annotations

import select
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from psycopg2.extensions import POLL_OK, POLL_WRITE, connection, get_wait_callback, set_wait_callback

from difftool.errors import Stopped

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WATCH_AFTER = 1.0
"""seconds of silence after which whoever waits looks around, again and again"""


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
def interruptible(watched: connection | None = None, look: Callable[[], None] = lambda: None) -> Iterator[Interruption]:
    """Within it, a signal cancels the running statement (QueryCanceled) or else raises KeyboardInterrupt.

    One that is ignored stays so, as nohup wants it. Signals reach the main thread only; in another one nothing changes.
    libpq waits in C, where no Python signal handler runs: while we are in here psycopg2 waits in Python instead, for
    every connection of the process. While `watched` lets us wait, `look` is called every second; it may use others.
    """
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    previous = {number: signal.signal(number, interruption.request) for number in heard}
    waited_before = get_wait_callback()
    set_wait_callback(lambda waiting: _wait(waiting, interruption, look if waiting is watched else None))
    try:
        yield interruption
    finally:
        set_wait_callback(waited_before)
        for number, handler in previous.items():
            signal.signal(number, handler)


@contextmanager
def heard_as(error: BaseException) -> Iterator[None]:
    """Within it, a signal ends what runs and is told as this error; one that was told as Stopped is left so."""
    with interruptible() as interruption:
        try:
            yield
        except Stopped:
            raise
        except BaseException as caught:
            if interruption.requested:
                raise error from caught
            raise


def _wait(waiting: connection, interruption: Interruption, look: Callable[[], None] | None) -> None:
    """Until libpq has what it waits for. A signal that came while we looked elsewhere is meant for this statement."""
    cancelled = False
    while True:
        try:
            state = waiting.poll()
            if state == POLL_OK:
                return
            number = [waiting.fileno()]
            reading, writing = ([], number) if state == POLL_WRITE else (number, [])
            if not any(select.select(reading, writing, [], WATCH_AFTER if look else None)) and look:
                look()
        except KeyboardInterrupt:
            pass
        if interruption.requested and not cancelled:
            waiting.cancel()
            cancelled = True

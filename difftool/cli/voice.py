"""What is said on standard error while a command is at work."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from threading import Timer

from difftool.cli.timings import Timings
from difftool.report.encode import redacted, visible

_PATIENCE = 1.0
"""seconds after which a person wants to know what is taking so long"""
_CLEAR_LINE = "\r\x1b[K"


class Voice:
    """Call it with a line: facts stay, progress (it ends in "…") is shown while it lasts.

    Progress appears only where standard error is a terminal and after a second, or always with `verbose`. With
    `timings` each line of it begins a stage whose time is taken.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, timings: Timings | None = None) -> None:
        self._timings = timings
        self._quiet = quiet
        self._verbose = verbose
        self._terminal = sys.stderr.isatty()
        self._timer: Timer | None = None
        self._drawn = False
        self._began = 0.0
        """when the first progress line since the last fact was said, by the monotonic clock; 0 = none was"""

    def __call__(self, text: str) -> None:
        line = visible(redacted(text))
        if self._timings and line.endswith("…"):
            self._timings.begins(line[:-1])
        if not line.endswith("…") or self._verbose:
            self.hush()
            if not self._quiet:
                _write(f"{line}\n")
        elif self._terminal and not self._quiet:
            self._progress(line)

    def _progress(self, line: str) -> None:
        """Shown at once when whoever waits has waited long enough, though each line may have been brief."""
        self._stop()
        self._began = self._began or time.monotonic()
        patience = self._began + _PATIENCE - time.monotonic()
        if patience <= 0:
            self._draw(line)
            return
        self._timer = Timer(patience, self._draw, [line])
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """End the progress line, and tell where the time went, if that was asked for."""
        self.hush()
        if self._timings:
            _write(f"{self._timings.told()}\n")

    def hush(self) -> None:
        """End the progress line, before anything else is written."""
        self._stop()
        self._began = 0.0
        if self._drawn:
            _write(_CLEAR_LINE)
            self._drawn = False

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer.join()
            self._timer = None

    def _draw(self, line: str) -> None:
        _write(f"{_CLEAR_LINE}{line}")
        self._drawn = True


def _write(text: str) -> None:
    """Work goes on where nobody hears of it."""
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()

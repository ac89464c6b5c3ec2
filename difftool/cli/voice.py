"""What is said on standard error while a command is at work."""

from __future__ import annotations

import sys
from threading import Timer

from difftool.report.encode import redacted, visible

_PATIENCE = 1.0
"""seconds after which a person wants to know what is taking so long"""
_CLEAR_LINE = "\r\x1b[K"


class Voice:
    """Call it with a line: facts stay, progress (it ends in "…") is shown while it lasts.

    Progress appears only where standard error is a terminal and after a second, or always with `verbose`.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._terminal = sys.stderr.isatty()
        self._timer: Timer | None = None
        self._drawn = False

    def __call__(self, text: str) -> None:
        self.hush()
        line = visible(redacted(text))
        if not line.endswith("…") or self._verbose:
            if not self._quiet:
                print(line, file=sys.stderr, flush=True)
        elif self._terminal and not self._quiet:
            self._timer = Timer(_PATIENCE, self._draw, [line])
            self._timer.daemon = True
            self._timer.start()

    def hush(self) -> None:
        """End the progress line, before anything else is written."""
        if self._timer:
            self._timer.cancel()
            self._timer.join()
            self._timer = None
        if self._drawn:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
            self._drawn = False

    def _draw(self, line: str) -> None:
        sys.stderr.write(f"{_CLEAR_LINE}{line}")
        sys.stderr.flush()
        self._drawn = True

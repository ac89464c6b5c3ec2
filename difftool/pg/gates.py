"""Whether work may go on: asked before each step and after each batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

Gate = Callable[[], str]
"""Why work must wait now, in words for people; empty = it may go on. What it raises stops the work."""

EVERY = 1.0
"""seconds between two looks at a closed gate"""


def wait_until_open(gates: Iterable[Gate], say: Callable[[str], None], every: float = EVERY) -> None:
    """Return once no gate has a reason to wait; each new reason is said once."""
    gates, said = tuple(gates), ""
    while reason := next(filter(None, (gate() for gate in gates)), ""):
        if reason != said:
            say(reason)
            said = reason
        time.sleep(every)

"""Where a statement takes the bounds of a batch: at the end of the condition on the table `t` that it changes."""

from __future__ import annotations

MARK = "/* batch */"


def marked(condition: str) -> str:
    """The condition, to which a batch may add its bounds."""
    return f"{condition} {MARK}"

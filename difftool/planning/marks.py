"""Where a statement takes the bounds of a batch: at the end of the condition on the table `t` that it changes.

Where what it changes is not found by walking through the table, a batch is so many of the rows that are found.
"""

from __future__ import annotations

MARK = "/* batch */"
KEPT_MARK = "/* kept */"
"""after it, where it changes what is kept as `k`, whose key has the order of the table's"""
PORTION = "/* portion */"
"""at the end of the query that finds them"""


def marked(condition: str) -> str:
    """The condition, to which a batch may add its bounds."""
    return f"{condition} {MARK}"

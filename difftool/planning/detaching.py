"""DETACH PARTITION CONCURRENTLY: it runs in two transactions, and what the first has begun is to be finished.

https://www.postgresql.org/docs/current/sql-altertable.html, DETACH PARTITION.
"""

from __future__ import annotations

import re

_DETACH = re.compile(
    r"\s*(alter\s+table\s+(?:if\s+exists\s+)?(.*?)\s+detach\s+partition\s+(.*?))\s+concurrently\s*",
    re.IGNORECASE | re.DOTALL,
)


def finishing(statement: str) -> str:
    """What finishes it where it was interrupted; empty for other statements."""
    found = _DETACH.fullmatch(statement)
    return f"{found[1]} finalize" if found else ""


def detached(statement: str) -> tuple[str, str]:
    """The partition and the table that it leaves, as SQL names them; empty for other statements."""
    found = _DETACH.fullmatch(statement)
    return (found[3], found[2]) if found else ("", "")

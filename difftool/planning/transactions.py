"""How many transactions of its own a step takes, each of which writes.

CREATE INDEX CONCURRENTLY enters an invalid index, has it kept up, and declares it valid, each in a transaction
(https://www.postgresql.org/docs/current/sql-createindex.html, "Building Indexes Concurrently"). It cannot do with less.
"""

from __future__ import annotations

import re

from difftool.model.plan import Step

_BUILT = re.compile(r"\s*create\s+(unique\s+)?index\s+concurrently\s+(?!if\s)", re.IGNORECASE)


def transactions_of(step: Step) -> int:
    """With those of the ledger; 0 where it may be fewer sometimes, as what is only done IF EXISTS."""
    if step.transaction:
        return 1
    return 2 + 3 * len(step.sql) if all(map(_BUILT.match, step.sql)) else 0

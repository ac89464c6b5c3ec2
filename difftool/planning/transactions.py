"""Whether statements may share a transaction, and how many of its own a step takes, each of which writes.

CREATE INDEX CONCURRENTLY enters an invalid index, has it kept up, and declares it valid, each in a transaction
(https://www.postgresql.org/docs/current/sql-createindex.html, "Building Indexes Concurrently"). It cannot do with less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from difftool.model.plan import Step
from difftool.planning.detaching import finishing
from difftool.planning.forms import form_of

_BUILT = re.compile(r"\s*create\s+(unique\s+)?index\s+concurrently\s+(?!if\s)", re.IGNORECASE)


def may_share(statements: Iterable[str]) -> bool:
    """Whether they may all run in one, where they wait for locks no longer than the policy says."""
    return all(form_of(text).transaction and not finishing(text) for text in statements)


def transactions_of(step: Step) -> int:
    """With those of the ledger; 0 where it may be fewer sometimes, as what is only done IF EXISTS."""
    if step.transaction:
        return 1
    return 2 + 3 * len(step.sql) if all(map(_BUILT.match, step.sql)) else 0

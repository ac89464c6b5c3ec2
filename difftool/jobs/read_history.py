"""What difftool has done to a database."""

from __future__ import annotations

from difftool.jobs.live import open_live
from difftool.jobs.work import Work
from difftool.model.receipt import Entry
from difftool.pg import ledger


def read_history(work: Work) -> tuple[Entry, ...]:
    """The ledger, oldest first; nothing where difftool has never applied a plan."""
    with open_live(work) as live:
        return ledger.entries(live.session)

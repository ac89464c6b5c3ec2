"""What difftool has done to a database."""

from __future__ import annotations

from difftool.errors import Unreachable
from difftool.jobs.work import Work
from difftool.model.receipt import Entry
from difftool.pg.connection import connect, first_line, whoami
from difftool.pg.ledger import entries
from difftool.pg.worded import worded


def read_history(work: Work) -> tuple[Entry, ...]:
    """The ledger, oldest entry first; empty where difftool has never been at work."""
    if work.address is None:
        raise Unreachable("no database named")
    with connect(work.address, timeout=work.timeout) as session, worded():
        work.say(first_line(whoami(session), work.address))
        return entries(session)

"""The live database of a job: reached, named, and left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from difftool.errors import NotCompared, Unreachable
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.catalog import Catalog
from difftool.pg.connection import Identity, connect, first_line, whoami
from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session
from difftool.pg.worded import worded


@dataclass(frozen=True, slots=True)
class Live:
    session: Session
    identity: Identity
    address: Address

    @property
    def major(self) -> int:
        return self.session.version // 10000


def refuse_gaps(work: Work, found: Catalog) -> None:
    """With --strict, what could not be read is an error; what a profile leaves out on purpose is not."""
    if work.strict and found.not_compared:
        raise NotCompared(f"--strict: not compared: {found.not_compared[0]}", details=found.not_compared[1:])


@contextmanager
def open_live(work: Work, *, read_only: bool = True) -> Iterator[Live]:
    """Connect to the database that was named, starting the embedded one if it is that, and say which one it is.

    Failures of the database inside the block become DifftoolErrors in one line.
    """
    if work.address is None:
        raise Unreachable("no database named")
    with ExitStack() as stack:
        address = work.address
        if address.embedded:
            dsn = stack.enter_context(embedded_database(Path(work.settings.state)))
            address = replace(address, dsn=dsn)
        work.say("connecting…")
        session = stack.enter_context(connect(address, timeout=work.timeout, read_only=read_only))
        stack.enter_context(worded())
        identity = whoami(session)
        if address.embedded:  # its socket has another folder each time
            identity = replace(identity, host="the embedded server")
        work.say(first_line(identity, address))
        for note in address.notes:
            work.say(note)
        yield Live(session, identity, address)

"""Whether anybody else has written anything: each transaction that writes takes the server's next number.

See "Transactions and Identifiers" and "Transaction ID and Snapshot Information Functions" in PostgreSQL's manual.
Asking costs nothing, and the answer errs on one side alone: whoever writes in any database of the server, or takes a
number for a savepoint, is somebody else.
"""

from __future__ import annotations

from difftool.pg.session import Session

_NEXT = """
select case when pg_snapshot_xmin(s) = pg_snapshot_xmax(s) then pg_snapshot_xmax(s)::text::bigint else 0 end
from pg_catalog.pg_current_snapshot() as s
"""

_ALONE = """
select x = %s and x = pg_snapshot_xmin(s)::text::bigint and x = pg_snapshot_xmax(s)::text::bigint
from pg_catalog.pg_current_snapshot() as s, (select pg_current_xact_id()::text::bigint) as mine (x)
"""


def next_to_write(session: Session) -> int:
    """The number of the next transaction that writes; 0 where one that has a number already is still at work."""
    return int(session.value(_NEXT))


def alone_since(session: Session, number: int, transactions: int) -> bool:
    """Inside a transaction that has written, the last of so many of ours: whether nobody else has written meanwhile.

    The first of them should have got this number. `transactions` are as many as there were at least: then each number
    up to this one was ours, and nobody has taken one since. 0 for either says that it is not known.

    Whoever takes a later number and has not committed yet is not seen: the next transaction will not get the next one.
    """
    return bool(number and transactions) and bool(session.value(_ALONE, [number + transactions - 1]))

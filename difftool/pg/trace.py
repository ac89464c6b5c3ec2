"""What a statement really does: the locks that it takes and the tables that it rewrites, measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from difftool.pg.session import Session

MODES = (
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)
"""Table lock modes, the weakest first (manual: "Explicit Locking")."""

_OURS = "n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')"

_LOCKS = f"""
select n.nspname, c.relname, l.mode
from pg_catalog.pg_locks as l
join pg_catalog.pg_class as c on c.oid = l.relation
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where l.pid = %s and l.granted and l.locktype = 'relation' and c.relkind not in ('i', 'I') and {_OURS}
  and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
"""

_FILES = f"""
select c.oid, n.nspname, c.relname, c.relfilenode
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and {_OURS}
"""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is held and changed when a statement has ended.

    `locks`: relation -> strongest mode, those of earlier statements of the transaction included, but no indexes and
    no relation that did not exist before the transaction. `rewrites`: relations that got a new file, TRUNCATE
    included. `rows`: as Session.execute.
    """

    locks: Mapping[str, str]
    rewrites: tuple[str, ...]
    rows: int


def traced(session: Session, watcher: Session, statement: str) -> Effect:
    """Run a statement in the open transaction of `session` and look at it from outside.

    `watcher` is a second session of the same database in autocommit: it sees the names from before the transaction,
    and holds no snapshot that the statement might wait for.
    """
    before = _files(session)
    rows = session.execute(statement)
    after = _files(session)
    rewritten = {name for oid, (name, file) in before.items() if oid in after and after[oid][1] != file}
    return Effect(_held(watcher, session.pid), tuple(sorted(rewritten)), rows)


def _files(session: Session) -> dict[int, tuple[str, int]]:
    return {oid: (f"{schema}.{name}", file) for oid, schema, name, file in session.rows(_FILES)}


def _held(watcher: Session, pid: int) -> dict[str, str]:
    strongest: dict[str, str] = {}
    for schema, name, mode in watcher.rows(_LOCKS, [pid]):
        relation, words = f"{schema}.{name}", spelled(mode)
        if relation not in strongest or MODES.index(words) > MODES.index(strongest[relation]):
            strongest[relation] = words
    return dict(sorted(strongest.items()))


def spelled(mode: str) -> str:
    """`ShareRowExclusiveLock`, as pg_locks has it, in the words of the manual."""
    return "".join(f" {letter}" if letter.isupper() else letter for letter in mode.removesuffix("Lock")).upper().strip()

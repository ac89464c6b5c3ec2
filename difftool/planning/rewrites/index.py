"""CREATE INDEX blocks writers for as long as it reads the table; CONCURRENTLY waits for them instead.

https://www.postgresql.org/docs/current/sql-createindex.html, "Building Indexes Concurrently".
"""

from __future__ import annotations

import re

from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.draft import Draft
from difftool.planning.forms import Form
from difftool.sql.quote import qualified

LOCK = "SHARE UPDATE EXCLUSIVE"
"""documented for CREATE INDEX CONCURRENTLY; it lets everybody read and write"""


def concurrently(statement: str, form: Form) -> list[Draft]:
    """Not for partitioned tables: form of their index is `ON ONLY`, and it has no rows of its own."""
    plain = re.match(r"CREATE (UNIQUE )?INDEX (?=\S)", statement, re.IGNORECASE)
    if form.node != "IndexStmt" or not form.transaction or not plain or " ON ONLY " in statement:
        return []
    return [built(f"{plain[0].rstrip()} CONCURRENTLY {statement[plain.end() :]}", form, form.member)]


def built(statement: str, form: Form, name: str) -> Draft:
    """Alone, outside a transaction; what an interrupted build leaves is dropped before it is tried again."""
    schema, _ = form.relation
    undo = Undo(UndoKind.LOSSLESS, (f"DROP INDEX IF EXISTS {qualified(schema, name)}",))
    locks = {".".join(form.relation): LOCK}
    return Draft(
        Phase.INDEX, (statement,), form.relation, undo=undo, transaction=False, alone=True, documented_locks=locks
    )

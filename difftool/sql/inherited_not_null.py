"""NOT NULL of inherited columns in CREATE TABLE, which PostgreSQL knows from version 18 on."""

from __future__ import annotations

import re

SINCE = 18

_TABLE = re.compile(r"CREATE (?:UNLOGGED |FOREIGN )*TABLE (?P<name>\S.*) \(\n")
_BARE = "    NOT NULL "


def said_apart(sql: str) -> str:
    """pg_dump's statements for a table so that older servers can run them: its newest version writes for itself alone.

    `NOT NULL column`, alone on a line, becomes an ALTER TABLE that follows.
    """
    table = _TABLE.match(sql.lstrip("\n"))
    start = sql.index(" (\n") + 3 if table else 0
    end = sql.find("\n)", start)
    if not table or end < 0 or _BARE not in sql[start:end]:
        return sql
    items = re.split(r",\n(?=    \S)", sql[start:end])
    bare = [item.removeprefix(_BARE) for item in items if item.startswith(_BARE)]
    kept = [item for item in items if not item.startswith(_BARE)]
    altered = (f"\nALTER TABLE ONLY {table['name']} ALTER COLUMN {column} SET NOT NULL;\n" for column in bare)
    body = ",\n".join(kept) + ("\n" if kept else "")
    return f"{sql[:start]}{body}{sql[end + 1 :]}{''.join(altered)}"

"""Two texts of pg_dump compared as an outside observer would, who knows nothing of our own reading."""

from __future__ import annotations

import re

from difftool.sql.flat import flat, is_opaque
from difftool.sql.split import split

_HEAD = re.compile(r"(set \w+ = |select pg_catalog\.set_config\()", re.IGNORECASE)
_COLUMNS = re.compile(r"""create (unlogged )?(foreign )?table (?:"(?:[^"]|"")+"|[^"\n])+? \(\n""", re.IGNORECASE)
_STORAGE = re.compile(r"\bWITH \((?P<options>[\w.]+=[^,()]+(, [\w.]+=[^,()]+)+)\)")
_PRIVILEGES = re.compile(r"(grant|revoke)\s+(?P<rights>.*?)\s+on\s", re.IGNORECASE | re.DOTALL)


def normalised(text: str) -> tuple[str, ...]:
    r"""The statements of a `pg_dump -s`, so that equal schemas give equal tuples.

    Left out: comments, settings, `\restrict`. Sorted: the statements, the columns of tables (not of types,
    views or keys), the rights in one GRANT, storage parameters, and what `in_any_order` sorts.
    """
    statements = (piece.text for piece in split(text, "pg_dump") if not _HEAD.match(piece.text))
    return tuple(sorted(_settled(statement) for statement in statements))


def without_not_null_names(statement: str) -> str:
    """A table without the names of its NOT NULL constraints, and without those that it has besides its columns."""
    if not _COLUMNS.match(statement):
        return statement
    return _NOT_NULL_NAME.sub(" NOT NULL", _NOT_NULL_LINE.sub("", statement))


_NAME = r"""(?:"(?:[^"]|"")+"|\w+)"""
_NOT_NULL_LINE = re.compile(
    rf",\n    CONSTRAINT {_NAME} NOT NULL {_NAME}(?=,?\n)|(?<= \(\n)    CONSTRAINT {_NAME} NOT NULL {_NAME}(,\n|(?=\n))"
)
_NOT_NULL_NAME = re.compile(rf" CONSTRAINT {_NAME} NOT NULL")


_NAMES = rf"(?P<names>{_NAME}(?:, {_NAME})+)"
_LISTS = (
    re.compile(rf"CREATE POLICY {_NAME} ON {_NAME}\.{_NAME}(?: AS RESTRICTIVE)?(?: FOR \w+)? TO {_NAMES}"),
    re.compile(rf"CREATE STATISTICS {_NAME}\.{_NAME}(?: \([\w, ]+\))? ON {_NAMES}(?=,| FROM )"),
    re.compile(rf"ALTER PUBLICATION {_NAME} ADD TABLE ONLY {_NAME}\.{_NAME} \({_NAMES}\)"),
)


def in_any_order(statement: str) -> str:
    """With the roles of a policy, the columns of statistics or of a publication by name.

    PostgreSQL writes them as it numbers them: as roles came to the server, and columns to the table.
    """
    found = next(filter(None, (pattern.match(statement) for pattern in _LISTS)), None)
    if not found:
        return statement
    names = ", ".join(sorted(re.findall(_NAME, found["names"])))
    return statement[: found.start("names")] + names + statement[found.end("names") :]


def _settled(statement: str) -> str:
    statement = statement if is_opaque(statement) else in_any_order(flat(statement))
    if statement.startswith("CREATE "):
        statement = _STORAGE.sub(lambda found: f"WITH ({', '.join(sorted(found['options'].split(', ')))})", statement)
    table = _COLUMNS.match(statement)
    if table:
        return _sorted_columns(statement, table.end())
    grant = _PRIVILEGES.match(statement)
    if grant and "(" not in grant["rights"]:
        rights = ",".join(sorted(grant["rights"].split(",")))
        return statement[: grant.start("rights")] + rights + statement[grant.end("rights") :]
    return statement


def _sorted_columns(statement: str, start: int) -> str:
    """pg_dump writes each column and constraint on a line of its own, and the closing parenthesis too.

    An expression that goes over several lines keeps its own order, as its lines are indented further.
    """
    end = statement.find("\n)", start)
    if end < 0:
        return statement
    items = re.split(r",\n(?=    \S)", statement[start:end])
    return statement[:start] + ",\n".join(sorted(items)) + statement[end:]

"""Bodies of functions, looked at once everything is there that they could name."""

from __future__ import annotations

import re
from collections.abc import Iterable

import psycopg2
from psycopg2 import errors

from difftool.errors import SnapshotError
from difftool.pg.session import Session
from difftool.sql.split import Piece

MADE = """
select oid::bigint, oid::pg_catalog.regprocedure::text from pg_catalog.pg_proc
where xmin = pg_catalog.pg_current_xact_id()::pg_catalog.xid
"""
"""asked in the transaction of CREATE FUNCTION or CREATE OR REPLACE"""

_BODY = """
select p.oid::pg_catalog.regprocedure::text, prokind::text, prosrc, lanvalidator::pg_catalog.regproc::text,
       (select pg_catalog.substr(item, pg_catalog.length('search_path=') + 1)
        from pg_catalog.unnest(proconfig) item where pg_catalog.starts_with(item, 'search_path='))
from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = prolang
where p.oid = %s and lanname in ('sql', 'plpgsql')
"""
_UNKNOWN = (
    errors.UndefinedTable,
    errors.UndefinedFunction,
    errors.UndefinedColumn,
    errors.UndefinedObject,
    errors.InvalidSchemaName,
    errors.InsufficientPrivilege,
)
"""not known here, but perhaps where the function will be called"""


def check_bodies(session: Session, made: Iterable[tuple[int, Piece]], search_path: str) -> tuple[str, ...]:
    """What could not be checked, a sentence each. Raises SnapshotError with file and line where a body is wrong.

    `made` are oids of functions with the statements that made them. A function is called with the path of its
    callers, or its own. Nothing of a body runs: see
    https://www.postgresql.org/docs/current/plhandler.html about validators.
    """
    session.execute("begin")
    try:
        session.execute("set local check_function_bodies = on")
        found = [_checked(session, oid, piece, search_path) for oid, piece in made]
    finally:
        if not session.closed:
            session.execute("rollback")
    return tuple(filter(None, found))


def _checked(session: Session, oid: int, piece: Piece, search_path: str) -> str:
    for signature, kind, body, validator, own_path in session.rows(_BODY, [oid]):
        name = f"{'procedure' if kind == 'p' else 'function'} {signature}"
        session.execute("savepoint body")
        try:
            session.rows("select pg_catalog.set_config('search_path', %s, true)", [own_path or search_path])
            session.rows(f"select {validator}(%s)", [oid])
        except _UNKNOWN as error:
            return f"body of {name} not checked: {_why(error)}"
        except psycopg2.Error as error:
            message = " ".join((error.diag.message_primary or str(error)).split())
            raise SnapshotError(f"body of {name}: {message}", where=_where(error, piece, body)) from error
        finally:
            session.execute("rollback to savepoint body")
    return ""


def _why(error: psycopg2.Error) -> str:
    """As "names orders": what is no table is called what it is."""
    message = error.diag.message_primary or ""
    missing = re.fullmatch(r'(?:relation "(.+)"|(.+)) does not exist', message, re.DOTALL)
    return f"names {missing[1] or missing[2]}" if missing else message


def _where(error: psycopg2.Error, piece: Piece, body: str) -> str:
    """The line within the body, if the statement holds it as it is."""
    start, position = piece.text.find(body), error.diag.internal_position
    if position is None or start < 0 or error.diag.internal_query != body:
        return piece.where()
    return piece.where(start + int(position))

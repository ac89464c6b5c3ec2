"""The `verify` queries of a profile: sentences that must hold once a plan was applied. Asking them changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import psycopg2
from psycopg2 import errors

from difftool.model.profile import Verification
from difftool.pg.session import Session

_ELSEWHERE = (
    errors.UndefinedTable,
    errors.UndefinedColumn,
    errors.UndefinedFunction,
    errors.UndefinedObject,
    errors.InvalidSchemaName,
)


def unaskable(session: Session, query: str, search_path: str) -> tuple[str, bool]:
    """Why PostgreSQL cannot ask it here, and whether that is because something that it names is not here."""
    try:
        with _reading(session, search_path):
            session.rows(f"explain {query}")
    except _ELSEWHERE as error:
        return _first_line(error), True
    except psycopg2.Error as error:
        return _first_line(error), False
    return "", False


def broken(session: Session, promises: Iterable[Verification], search_path: str) -> tuple[str, ...]:
    """A line for each that does not hold, or cannot be asked."""
    return tuple(line for promise in promises if (line := _broken(session, promise, search_path)))


def _broken(session: Session, promise: Verification, search_path: str) -> str:
    try:
        with _reading(session, search_path):
            rows = session.rows(promise.query)
    except psycopg2.Error as error:
        return f"cannot be asked: {promise.sentence} ({_first_line(error)})"
    value = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return f"cannot be judged: {promise.sentence} (the query does not return one number)"
    return f"does not hold: {promise.sentence} ({value})" if value else ""


@contextmanager
def _reading(session: Session, search_path: str) -> Iterator[None]:
    with session.transaction("read only"):
        session.execute("select pg_catalog.set_config('search_path', %s, true)", [search_path])
        session.execute("set local row_security = off")
        yield


def _first_line(error: psycopg2.Error) -> str:
    return (error.diag.message_primary or str(error)).strip().splitlines()[0]

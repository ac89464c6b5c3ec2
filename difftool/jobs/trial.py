"""What PostgreSQL makes of an alteration, tried on a table without rows that is gone again at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from difftool.pg.session import Session

TRIED = "pg_temp.difftool_tried"
"""the table of a trial"""
_FILE = f"select pg_catalog.pg_relation_filenode('{TRIED}')"


def rewrites(session: Session, columns: str, alteration: str) -> bool:
    """Whether ALTER TABLE of a table of these `columns` writes it anew; also where that cannot be told."""
    try:
        with _trial(session, columns):
            file = session.value(_FILE)
            session.execute(f"alter table {TRIED} {alteration}")
            return bool(session.value(_FILE) != file)
    except psycopg2.Error:
        return True


def runs(session: Session, columns: str, *alterations: str) -> bool:
    """Whether PostgreSQL takes these ALTER TABLE, one after another."""
    try:
        with _trial(session, columns):
            for alteration in alterations:
                session.execute(f"alter table {TRIED} {alteration}")
    except psycopg2.Error:
        return False
    return True


@contextmanager
def _trial(session: Session, columns: str) -> Iterator[None]:
    session.execute("begin")
    try:
        session.execute(f"create temp table difftool_tried ({columns})")
        yield
    finally:
        session.execute("rollback")

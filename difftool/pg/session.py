"""One connection, reduced to what the rest needs: run, ask, and transactions that are seen in the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Self

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

Row = tuple[Any, ...]


class Session:
    """A psycopg2 connection in autocommit mode. Errors are psycopg2's own; `pg.connection` words them for people.

    Statements go out one at a time; parameters are psycopg2's (`%s`), and a statement without parameters is sent
    as it is, so that a `%` in somebody's function body stays one.

    With `plain_not_null` the catalog is read as before PostgreSQL 18: NOT NULL is said of a column, and has no name.
    """

    def __init__(self, connection: psycopg2.extensions.connection, *, plain_not_null: bool = False) -> None:
        connection.autocommit = True
        self.connection = connection
        self.plain_not_null = plain_not_null

    @classmethod
    def open(cls, dsn: str, *, plain_not_null: bool = False) -> Self:
        return cls(psycopg2.connect(dsn, application_name="difftool"), plain_not_null=plain_not_null)

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> int:
        """Run a statement; the number of rows that it changed, or -1."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.rowcount

    def rows(self, sql: str, parameters: Sequence[Any] | None = None) -> list[Row]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def each(self, sql: str) -> Iterator[Row]:
        """As `rows`, one after another: of many, no more than the server's answer is kept."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            yield from cursor

    def portions(self, sql: str, size: int = 5_000) -> Iterator[Row]:
        """As `each`; within a transaction, so many rows at a time, so that there is never more than a portion here."""
        self.execute(f"declare difftool_portions no scroll cursor for {sql}")
        while portion := self.rows(f"fetch {size} from difftool_portions"):
            yield from portion
        self.execute("close difftool_portions")

    def prepared(self, queries: Sequence[str]) -> list[str]:
        """Statements that run these queries, which are long and asked often: each is planned once in a session."""
        names = [prepared_as(sql) for sql in queries]
        known = {name for (name,) in self.rows("select name from pg_catalog.pg_prepared_statements")}
        for name, sql in zip(names, queries, strict=True):
            if name not in known:
                self.execute(f"prepare {name} as {sql}")
        return [f"execute {name}" for name in names]

    def value(self, sql: str, parameters: Sequence[Any] | None = None) -> Any:
        """The first column of the first row; None where there is no row."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    @contextmanager
    def transaction(self, mode: str = "") -> Iterator[None]:
        """BEGIN … COMMIT, or ROLLBACK where the body raises. `mode` as in `isolation level repeatable read`."""
        self.execute(f"begin {mode}")
        try:
            yield
        except BaseException:
            if not self.closed:
                self.execute("rollback")
            raise
        self.execute("commit")

    @contextmanager
    def without_path(self) -> Iterator[None]:
        """Names are rendered with their schemas meanwhile. Not for a transaction that may fail."""
        path = self.value("select pg_catalog.current_setting('search_path')")
        self.execute("set search_path = ''")
        try:
            yield
        finally:
            if not self.closed:
                self.rows("select pg_catalog.set_config('search_path', %s, false)", [path])

    @property
    def closed(self) -> bool:
        return bool(self.connection.closed)

    @property
    def in_transaction(self) -> bool:
        return self.connection.info.transaction_status != TRANSACTION_STATUS_IDLE

    @property
    def version(self) -> int:
        """server_version_num, as 150018."""
        return int(self.connection.info.server_version)

    @property
    def pid(self) -> int:
        return int(self.connection.info.backend_pid)

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def prepared_as(sql: str) -> str:
    """The name of the prepared statement for this query."""
    return f"difftool_{sha256(sql.encode()).hexdigest()[:16]}"

"""Readers and writers of a table, each a process with a session of its own, and the longest that one of them waited."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

import psycopg2

WRITE = "update {table} set touched = touched + 1 where id = %s"
READ = "select touched from {table} where id = %s"
PAUSE = 0.002
"""seconds between two statements, so that a server with few cores is not busy with these alone"""


@dataclass
class Longest:
    """Seconds; filled when the traffic has ended."""

    write: float = 0.0
    read: float = 0.0
    failed: list[str] = field(default_factory=list)


@contextmanager
def traffic(dsn: str, table: str, rows: int) -> Iterator[Longest]:
    """While this lasts, one process writes to random rows of the table and another one reads them."""
    longest = Longest()
    ending, answers = multiprocessing.Event(), multiprocessing.Queue()  # type: ignore[var-annotated]  # of tuples
    given = [(kind, dsn, text.format(table=table), rows) for kind, text in {"write": WRITE, "read": READ}.items()]
    workers = [multiprocessing.Process(target=_work, args=(ending, answers, *each)) for each in given]
    for worker in workers:
        worker.start()
    time.sleep(0.5)
    try:
        yield longest
    finally:
        time.sleep(0.2)
        ending.set()
        for kind, seconds, error in (answers.get() for _ in workers):
            setattr(longest, kind, seconds)
            longest.failed += [error] if error else []
        for worker in workers:
            worker.join()


def _work(ending: Event, answers: Queue[tuple[str, float, str]], kind: str, dsn: str, text: str, rows: int) -> None:
    chance, longest, error = random.Random(kind), 0.0, ""  # noqa: S311  # any rows will do
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        while not ending.is_set() and not error:
            started = time.monotonic()
            try:
                cursor.execute(text, [chance.randrange(1, rows)])
            except psycopg2.Error as failure:
                error = f"{kind}: {str(failure).splitlines()[0]}"
            longest = max(longest, time.monotonic() - started)
            time.sleep(PAUSE)
    connection.close()
    answers.put((kind, longest, error))

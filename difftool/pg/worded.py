"""Errors of PostgreSQL in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from difftool.pg.failures import wording


@contextmanager
def worded() -> Iterator[None]:
    """Within it, psycopg2's errors become DifftoolErrors, as `wording` words them."""
    try:
        yield
    except psycopg2.Error as error:
        raise wording(error) from error

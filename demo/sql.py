"""SQL for the database of the project in this folder: `python demo/sql.py 'select 1' file.sql`.

It is the database that difftool would take, or what `--db` or `--environment NAME` says. difftool itself runs no SQL
but that of plans; this is for trying things out. `--quiet` shows no results.
"""
# ruff: noqa: INP001  # a script, not a package

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

import psycopg2

from difftool.errors import DifftoolError
from difftool.files.addresses import resolve
from difftool.files.settings import load_settings
from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--quiet", action="store_true")
    words.add_argument("--db")
    words.add_argument("--environment")
    words.add_argument("texts", nargs="+")
    given = words.parse_args()
    try:
        run(given.texts, db=given.db, environment=given.environment, quiet=given.quiet)
    except (DifftoolError, psycopg2.Error) as error:
        sys.exit(str(error).strip())


def run(texts: list[str], *, db: str | None, environment: str | None, quiet: bool) -> None:
    settings = load_settings(Path.cwd())
    address = resolve(db, environment, settings, os.environ)
    with ExitStack() as stack:
        dsn = stack.enter_context(embedded_database(Path(settings.state))) if address.embedded else address.dsn
        cursor = stack.enter_context(stack.enter_context(Session.open(dsn)).connection.cursor())
        for text in texts:
            cursor.execute(Path(text).read_text() if text.endswith(".sql") else text)
            if not quiet:
                rows = cursor.fetchall() if cursor.description else []
                print(*(" | ".join(map(str, row)) for row in rows), cursor.statusmessage, sep="\n")


if __name__ == "__main__":
    main()

"""SQL for the embedded database of the project in this folder: `python demo/sql.py 'select 1' file.sql`.

difftool itself runs no SQL but that of plans; this is for trying things out. `--quiet` shows no results.
"""
# ruff: noqa: INP001  # a script, not a package

from __future__ import annotations

import sys
from pathlib import Path

from difftool.files.settings import load_settings
from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session


def main() -> None:
    texts = [word for word in sys.argv[1:] if word != "--quiet"]
    state = Path(load_settings(Path.cwd()).state)
    with embedded_database(state) as dsn, Session.open(dsn) as session, session.connection.cursor() as cursor:
        for text in texts:
            cursor.execute(Path(text).read_text() if text.endswith(".sql") else text)
            if "--quiet" not in sys.argv:
                rows = cursor.fetchall() if cursor.description else []
                print(*(" | ".join(map(str, row)) for row in rows), cursor.statusmessage, sep="\n")


if __name__ == "__main__":
    main()

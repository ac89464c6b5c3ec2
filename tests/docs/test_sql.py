"""The script that the documents use for SQL of one's own, `demo/sql.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from difftool.pg.shadow import Shadow
from tests.docs.transcript import ROOT


def sql(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "demo" / "sql.py"), *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
    )


def test_the_database_is_named(tmp_path: Path, shadow: Shadow) -> None:
    """`--db` takes what difftool's own option takes."""
    done = sql(tmp_path, "--db", shadow.dsn, "select 1, null")
    assert (done.stdout, done.stderr, done.returncode) == ("1 | None\nSELECT 1\n", "", 0)


def test_errors_are_told_without_a_trace(tmp_path: Path, shadow: Shadow) -> None:
    """No database, or SQL that fails: the reader sees what was wrong, and nothing of the script."""
    unnamed, wrong = sql(tmp_path, "select 1"), sql(tmp_path, "--db", shadow.dsn, "select nothing")
    assert (unnamed.returncode, wrong.returncode) == (1, 1)
    assert unnamed.stderr.startswith("no database is named: ")
    assert wrong.stderr.splitlines()[0] == 'column "nothing" does not exist'

"""The hooks, as pre-commit itself installs and runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.files.project import GOOD, project
from tests.platform.building import ROOT
from tests.tools import missing, needed

IDENTITY = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


def _hook(folder: Path, hook: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), hook, "--all-files", "--verbose"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(folder.parent / "hooks")}
    both = subprocess.STDOUT
    return subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=both, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_hooks(tmp_path: Path) -> None:
    """A snapshot that does not load stops the commit with its line; one in another order is written anew."""
    needed("pre_commit", "pre-commit")
    if not (ROOT / ".git").exists():
        missing("a git checkout")
    ours = tmp_path / "ours"
    project(ours, {"profiles/x.yaml": GOOD, "schema/a.sql": "create table t (id int); create table a (id int);"})
    _git(ours.parent, "init", "--quiet", str(ours))
    _git(ours, "add", ".")
    checked = _hook(ours, "difftool-check")
    assert checked.returncode == 0, checked.stdout
    assert "x: 2 tables" in checked.stdout
    ordered = _hook(ours, "difftool-canonical")
    assert ordered.returncode == 1
    assert "files were modified by this hook" in ordered.stdout
    assert (ours / "schema/a.sql").read_text().lower().startswith("create table public.a")
    (ours / "schema/a.sql").write_text("create tabel t ();\n")
    refused = _hook(ours, "difftool-check")
    assert refused.returncode == 1
    assert "schema/a.sql:1: syntax error" in refused.stdout

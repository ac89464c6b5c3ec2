"""The scripts for package.json, as npm runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.house import House
from tests.platform.building import ROOT
from tests.tools import program

DOCUMENT = ROOT / "docs" / "how-to" / "scripts-of-npm.md"


def _npm(house: House, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    named = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DIFFTOOL_"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), named["PATH"]])
    command = [program("npm"), "run", "--silent", script, "--", *words]
    environment = {**named, "PATH": path, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=house.project, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_scripts_of_the_document(house: House) -> None:
    """They find the database in .env.local, as Next.js keeps it, and end as difftool ends."""
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL))
    (house.project / "package.json").write_text(blocks["json"])
    (house.project / "difftool.yaml").write_text(blocks["yaml"])
    (house.project / ".env.local").write_text(f'DATABASE_URL="{house.database.dsn}"\n')
    planned = _npm(house, "db:plan")
    assert planned.returncode == 0, planned.stderr
    assert "+ foreign key llm_workflow_jobs_user_id_fkey" in planned.stdout
    assert "DATABASE_URL in .env.local" in planned.stderr
    assert '"digest": "sha256:' in _npm(house, "db:plan", "--format", "json").stdout
    assert _npm(house, "db:drift").returncode == 2

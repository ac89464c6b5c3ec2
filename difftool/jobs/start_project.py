"""A project's first files: settings, a profile, its snapshot, workflows for GitHub. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from difftool.errors import UsageError
from difftool.files.starting import profile_file, settings_file, workflow_files
from difftool.jobs.init import adopt_database, adopt_migrations
from difftool.jobs.work import Work
from difftool.model.started import Started


def start_project(work: Work, root: Path, name: str, migrations: str = "", manages: Sequence[str] = ()) -> Started:
    """From the migrations of a folder, or from what the patterns name in the database of `work`, or all of it.

    Raises UsageError where the profile `name` or its snapshot is in `root` already.
    """
    refuse_existing(root, name)
    adopted = adopt_migrations(work, migrations) if migrations else adopt_database(work, manages)
    description = f"As {migrations} leaves it" if migrations else "The database as it was found"
    profile = profile_file(name, description, adopted.manages, adopted.externals, any_version=adopted.any_version)
    snapshot = {f"schema/{name}.sql": adopted.snapshot}
    files = {"difftool.yaml": settings_file(name), f"profiles/{name}.yaml": profile, **snapshot, **workflow_files()}
    return Started(files, tuple(path for path in files if (root / path).exists()), adopted.said)


def refuse_existing(root: Path, name: str) -> None:
    """Raises UsageError: a profile that is there stays as it is."""
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
        raise UsageError(f'"{name}" is no name for a profile: letters, digits, dots, dashes and underscores')
    there = [path for path in (f"profiles/{name}.yaml", f"schema/{name}.sql") if (root / path).exists()]
    if there:
        raise UsageError(f"{there[0]} is there already and stays as it is: name another with --profile")

"""Snapshots that say what they say in canonical order, so that two people's changes meet in as few lines as can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from difftool.files.profiles import load_profile
from difftool.jobs.take_snapshot import take_snapshot
from difftool.jobs.target import build_target
from difftool.jobs.work import Work, silent
from difftool.model.address import Address
from difftool.model.canonical import Canonical
from difftool.model.profile import Profile, SnapshotFile
from difftool.pg.shadow import Shadow, open_shadow
from difftool.sql.split import split

_LEAD = re.compile(r"(?:[ \t]*(?:--[^\n]*)?\n)*")
_BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.DOTALL)


def canonical(work: Work, names: Sequence[str]) -> tuple[Canonical, ...]:
    """For each file that is the whole snapshot of one of the profiles: how `difftool snapshot` would write it.

    Files of several, and those with comments below their first statement, are left as they are: people order them.
    """
    with open_shadow(work.shadow) as shadow:
        return tuple(each for name in names for each in _of(replace(work, shadow=shadow), shadow, name))


def _of(work: Work, shadow: Shadow, name: str) -> Iterator[Canonical]:
    profile = load_profile(name, work.settings)
    for file in profile.snapshot:
        if not Path(work.settings.root, file.name).is_file():
            continue  # one of those that come with difftool
        why = "one of several files" if len(profile.snapshot) > 1 else "has comments of its own" if _told(file) else ""
        yield Canonical(file.name, file.text, file.text if why else _written(work, shadow, profile, file), why)


def _told(file: SnapshotFile) -> bool:
    """Whether there are comments anywhere but above all statements."""
    rest = file.text[len(_lead(file)) :]
    return bool(re.search(r"--|/\*", _BODY.sub("", rest)))


def _lead(file: SnapshotFile) -> str:
    """The comment that the file begins with; nothing where it has no statements."""
    found = _LEAD.match(file.text)
    return found.group() if found and split(file.text, file.name) else ""


def _written(work: Work, shadow: Shadow, profile: Profile, file: SnapshotFile) -> str:
    target = build_target(shadow, profile, None, work.timeout)
    try:
        address = Address(target.scratch.dsn, file.name)
        text = take_snapshot(replace(work, address=address, say=silent), profile.scope)
    finally:
        shadow.drop(target.scratch)
    return _lead(file) + text[len(_lead(SnapshotFile(file.name, text))) :]

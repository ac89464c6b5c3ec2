"""What databases' catalogs were when they were last found clean: `imprints.json` in the folder of the state.

Nothing of it is needed: without it, or where it cannot be read or written, everything is looked at.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from difftool.files.state import read_state, write_state

FILE = "imprints.json"
_FORMAT = 2
LONGEST = timedelta(days=7)
"""after that, everything is looked at even if the catalogs are the same"""
_WRITING = Lock()
"""several databases may be found clean at the same time"""
MANY = 10_000
"""databases; of those that were found clean first the oldest go"""


@dataclass(frozen=True, slots=True)
class Clean:
    """A database that was found clean: what its catalogs were, in two ways of telling, and what was said of it."""

    imprint: str
    portable: str
    at: str
    fingerprint: str
    not_compared: tuple[str, ...]


def last_clean(folder: Path, key: str, now: datetime) -> Clean | None:
    """None where nothing is known, or what is known is old."""
    found = _read(folder).get(key)
    return found if found and timedelta(0) <= now - datetime.fromisoformat(found.at) < LONGEST else None


def remember_clean(folder: Path, key: str, clean: Clean) -> None:
    with _WRITING, suppress(OSError):
        known = sorted((_read(folder) | {key: clean}).items(), key=lambda one: one[1].at)[-MANY:]
        write_state(folder / FILE, _FORMAT, {"clean": {name: asdict(one) for name, one in known}})


def _read(folder: Path) -> dict[str, Clean]:
    read = read_state(folder / FILE, _FORMAT) or {}
    try:
        return {key: _clean(**facts) for key, facts in read["clean"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _clean(imprint: str, portable: str, at: str, fingerprint: str, not_compared: list[str]) -> Clean:
    if datetime.fromisoformat(at).tzinfo is None:
        raise ValueError(at)
    return Clean(imprint, portable, at, fingerprint, tuple(not_compared))

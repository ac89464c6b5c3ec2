"""What was told of drift, between two runs: `alerts.json` in the folder of the state."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from difftool.errors import UsageError
from difftool.files.state import read_state, write_state
from difftool.model.alert import Memory, Remembered, Told

FILE = "alerts.json"
_FORMAT = 1


def read_memory(folder: Path) -> Memory | None:
    """None where there is none, or none that can be read: then everything is told again."""
    read = read_state(folder / FILE, _FORMAT)
    try:
        return None if read is None else _memory(read["seen"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _memory(seen: dict[str, Any]) -> Memory:
    return {
        subject: Remembered(
            _moment(facts["since"]),
            {name: Told(str(told["fingerprint"]), _moment(told["at"])) for name, told in facts["told"].items()},
        )
        for subject, facts in seen.items()
    }


def _moment(written: str) -> str:
    if datetime.fromisoformat(written).tzinfo is None:
        raise ValueError(written)
    return written


def write_memory(folder: Path, memory: Memory) -> None:
    """All of it, or nothing. Raises UsageError where that cannot be written."""
    try:
        write_state(folder / FILE, _FORMAT, {"seen": {name: asdict(one) for name, one in memory.items()}})
    except OSError as error:
        message = f"cannot be written, so that every alert comes again next time: {error.strerror}"
        raise UsageError(message, where=str(folder / FILE)) from error

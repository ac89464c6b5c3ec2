"""What was told of drift, between two runs: `alerts.json` in the folder of the state."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from difftool.errors import UsageError
from difftool.model.alert import Memory, Remembered, Told

FILE = "alerts.json"
_FORMAT = 1


def read_memory(folder: Path) -> Memory | None:
    """None where there is none, or none that can be read: then everything is told again."""
    try:
        read = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return _memory(read["seen"]) if read["difftool"] == _FORMAT else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
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
    text = json.dumps({"difftool": _FORMAT, "seen": {name: asdict(one) for name, one in memory.items()}}, indent=2)
    beside = folder / f".{FILE}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(f"{text}\n", encoding="utf-8")
        beside.replace(folder / FILE)
    except OSError as error:
        message = f"cannot be written, so that every alert comes again next time: {error.strerror}"
        raise UsageError(message, where=str(folder / FILE)) from error

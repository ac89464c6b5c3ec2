"""Files that a run leaves for the next one, in the folder of the state: whole, or as they were."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_state(file: Path, form: int) -> Mapping[str, Any] | None:
    """What it says; None where there is none, or none that can be read, or one of another form."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) and read.get("difftool") == form else None


def write_state(file: Path, form: int, values: Mapping[str, Any]) -> None:
    """All of it, or nothing. Raises OSError where that cannot be written."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        beside.write_text(f"{json.dumps({'difftool': form, **values}, indent=2)}\n", encoding="utf-8")
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)  # each run would leave another one
        raise

"""A plan that was written down."""

from __future__ import annotations

from pathlib import Path

from difftool.errors import ConfigError
from difftool.files.plans import read_plan
from difftool.model.plan import Plan


def plan_in(file: str) -> Plan:
    try:
        text = Path(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError("no such plan file", where=file) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=file) from error
    return read_plan(text, file)

"""A plan that was written down."""

from __future__ import annotations

from pathlib import Path

from difftool.files.plans import LARGEST, read_plan
from difftool.files.reading import text_of
from difftool.model.plan import Plan


def plan_in(file: str) -> Plan:
    """Raises ConfigError for what is no plan file."""
    return read_plan(text_of(Path(file), file, LARGEST), file)

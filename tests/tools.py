"""Tools that some tests drive: a missing one skips the test at a desk, and fails it in CI."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest


def needed(module: str, title: str = "") -> None:
    """A Python package."""
    if find_spec(module) is None:
        _missing(title or module)


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        _missing(name)
    return found or ""


def _missing(name: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")

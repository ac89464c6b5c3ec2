"""Tools that some tests drive: a missing one skips the test at a desk, and fails it in CI."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest


def needed(module: str, title: str = "") -> None:
    """A Python package."""
    if find_spec(module) is None:
        missing(title or module)


def program(name: str) -> str:
    """The path of a program, one of the environment that runs the tests before others."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if found is None:
        missing(name)
    return found or ""


def missing(name: str) -> None:
    """Say that a tool cannot be had."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")

"""The versions that are installed for development and in CI."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, version

import pytest
from packaging.specifiers import SpecifierSet

from tests.docs.transcript import ROOT

PINNED = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE))


def _oldest() -> str:
    """Of the Pythons that difftool admits, as a distribution has it that stays with what it began with: 3.11.2."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    return f"{wanted.removeprefix('>=')}.2"


@pytest.mark.parametrize("name", PINNED)
def test_the_oldest_python_will_do(name: str) -> None:
    """Where difftool may be installed each of these may, or else `make` ends with a conflict of versions there."""
    try:
        installed = version(name)
    except PackageNotFoundError:
        pytest.skip("not installed here")
    if installed != PINNED[name]:
        pytest.skip(f"{installed} is installed here")
    assert _oldest() in SpecifierSet(str(metadata(name).json.get("requires_python", "")))

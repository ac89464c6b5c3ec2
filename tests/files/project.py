"""A project's folder, as small as a test needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import DifftoolError
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.model.profile import Profile

GOOD = "snapshot: [schema/a.sql]\nmanages: [public.*]\n"


def project(root: Path, files: dict[str, str]) -> Path:
    """Write `files`, and the snapshot that GOOD names."""
    for name, text in {"schema/a.sql": "create table t ();\n", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def profile(root: Path, text: str, name: str = "x", **files: str) -> Profile:
    """The profile that `text` is read as; `files` are other profiles, by name."""
    others = {f"profiles/{other}.yaml": content for other, content in files.items()}
    project(root, {**others, f"profiles/{name}.yaml": text})
    return load_profile(name, load_settings(root))


def refusal(root: Path, text: str, **files: str) -> str:
    """The one line with which the profile `x` is refused."""
    with pytest.raises(DifftoolError) as caught:
        profile(root, text, **files)
    assert caught.value.exit_code in (10, 11)
    return str(caught.value)

"""The profiles and schemas that come with difftool."""

from __future__ import annotations

from pathlib import Path

LABEL = "shipped"
"""stands before the names of shipped files in messages, to tell them from the project's own"""


def shipped() -> Path:
    """The folder that holds `profiles/` and `schema/`: in the installed package, or the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent

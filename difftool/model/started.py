"""The first files of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """`files`: path in the project to text; those of `kept` are there already, and stay as they are."""

    files: Mapping[str, str]
    kept: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """stand-ins that migrations needed, and what was left out"""

    @property
    def new(self) -> Mapping[str, str]:
        """What is to be written."""
        return {path: text for path, text in self.files.items() if path not in self.kept}

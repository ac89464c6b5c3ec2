"""A snapshot's file beside what it would be in canonical order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canonical:
    """`left` says why a file is left as it is; then `wanted` is what it holds."""

    file: str
    text: str
    wanted: str
    left: str = ""

    @property
    def differs(self) -> bool:
        return self.text != self.wanted

    @property
    def sentence(self) -> str:
        if self.left:
            return f"{self.file}: left as it is ({self.left})"
        return f"{self.file}: {'not in canonical order' if self.differs else 'canonical'}"

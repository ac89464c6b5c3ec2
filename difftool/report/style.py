"""How a rendering looks: its width and its colours, which repeat what words say and never add to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    colour: bool = False

    def bold(self, text: str) -> str:
        return self._painted(text, 1)

    def dim(self, text: str) -> str:
        return self._painted(text, 2)

    def red(self, text: str) -> str:
        return self._painted(text, 31)

    def green(self, text: str) -> str:
        return self._painted(text, 32)

    def yellow(self, text: str) -> str:
        return self._painted(text, 33)

    def change(self, sentence: str) -> str:
        """A line that starts with +, - or ~, in the colour of a diff."""
        paint = {"+": self.green, "-": self.red, "~": self.yellow}.get(sentence.lstrip()[:1])
        return paint(sentence) if paint else sentence

    def _painted(self, text: str, number: int) -> str:
        return f"\x1b[{number}m{text}\x1b[0m" if self.colour and text else text


PLAIN = Style()
WIDTH = 100
"""columns, where nobody says otherwise"""
UNBOUNDED = 100_000
"""columns of what goes into a file, a pipe or a log: whoever shows it wraps it"""

"""A text that does not have the form that its place asks for."""

from __future__ import annotations

from difftool.errors import ConfigError


class FormError(ConfigError):
    """`offset` counts the characters before the wrong one: a reader adds it to where the text began."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


def nearest(word: str, known: tuple[str, ...]) -> str:
    """`; did you mean "x"?`, or nothing where no known word is near."""
    from difflib import get_close_matches  # only errors need it

    close = get_close_matches(word, known, n=1)
    return f'; did you mean "{close[0]}"?' if close else ""

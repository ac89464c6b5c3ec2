"""Cut a file of SQL into single statements, by the server's own rules for quotes, comments and bodies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from difftool.errors import SnapshotError

# PostgreSQL manual, 4.1 "Lexical Structure". Space is what the server takes for it, not what Unicode does.
# A name is made of letters, and of all that is no ASCII: told by what it is not, for that is compiled at once.
# An E'' string goes on after a line break followed by another quote, with its backslashes still in force.
_TOKEN = re.compile(
    r"""
      (?P<space>   [ \t\n\r\f\v]+ | --[^\n\r]* )
    | (?P<comment> /\* )
    | (?P<escape>  [eE]' (?: [^'\\] | \\. | '' | '[ \t\f\v]*[\n\r][ \t\n\r\f\v]*' )*+ (?P<closed>')? )
    | (?P<string>  ' (?: [^'] | '' )*+ (?P<shut>')? )
    | (?P<name>    " (?: [^"] | "" )*+ (?P<ended>")? )
    | (?P<word>    [^\x00-@\[-^`{-\x7f] [^\x00-#%-/:-@\[-^`{-\x7f]* )
    | (?P<number>  \$?[0-9]+ )
    | (?P<dollar>  \$ (?: [^\x00-@\[-^`{-\x7f] [^\x00-/:-@\[-^`{-\x7f]* )? \$ )
    | (?P<meta>    \\[^\n\r]* )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED = ("escape", "string", "name")
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_ROUTINE = re.compile(r"create (or replace )?(function|procedure)\b")
_COPY_DATA = re.compile(r"copy\b.*\bfrom stdin\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement without its semicolon. `line` is that of its first word, counted from 1."""

    text: str
    file: str
    line: int

    def where(self, position: int | None = None) -> str:
        """`file:line` of the statement, or of a 1-based character of it."""
        below = self.text.count("\n", 0, max(0, position - 1)) if position else 0
        return f"{self.file}:{self.line + below}"


@dataclass(slots=True)
class _Open:
    """A statement that is being read: where it begins, and what keeps a semicolon from ending it."""

    start: int = -1
    end: int = -1
    parentheses: int = 0
    body: int = 0
    words: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return self.parentheses <= 0 and self.body == 0

    def take(self, kind: str, text: str, start: int, end: int) -> None:
        self.start = start if self.start < 0 else self.start
        self.end = end
        self.parentheses += {"(": 1, ")": -1}.get(text, 0)
        last = self.words[-1] if self.words else ""
        word = text.lower() if kind == "word" else text
        if kind == "word" and self.parentheses <= 0 and last not in (".", "as"):
            self._follow_body(word, last)
        self.words.append(word)

    def _follow_body(self, word: str, last: str) -> None:
        """BEGIN ATOMIC … END of a routine, with each CASE … END inside."""
        if self.body == 0 and last == "begin" and word == "atomic" and _ROUTINE.match(" ".join(self.words[:4])):
            self.body = 1
        elif self.body and word == "case":
            self.body += 1
        elif self.body and word == "end":
            self.body -= 1


@dataclass(frozen=True, slots=True)
class _Source:
    """A file, and where its lines end."""

    text: str
    name: str
    breaks: tuple[int, ...]

    def line(self, position: int) -> int:
        return bisect_left(self.breaks, position) + 1

    def error(self, message: str, position: int) -> SnapshotError:
        return SnapshotError(message, where=f"{self.name}:{self.line(position)}")


def split(text: str, name: str = "") -> tuple[Piece, ...]:
    r"""The statements of a file, empty ones left out, comments before each cut off.

    Lines with psql's \restrict and \unrestrict, which pg_dump writes, are left out. Raises SnapshotError,
    with file and line, for other commands of psql, for the data of COPY, and for what is never closed.
    """
    source = _Source(text, name, tuple(found.start() for found in re.finditer("\n", text)))
    pieces: list[Piece] = []
    current = _Open()
    for kind, start, end in _tokens(source):
        piece = text[start:end]
        if kind == "meta":
            _refuse_meta(source, piece, current, start)
        elif piece == ";" and current.whole:
            pieces.extend(_finished(source, current))
            current = _Open()
        else:
            current.take(kind, piece, start, end)
    if not current.whole:
        message = "this statement is never finished: an END or a parenthesis is missing"
        raise source.error(message, current.start)
    pieces.extend(_finished(source, current))
    return tuple(pieces)


def _tokens(source: _Source) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of everything but space and comments."""
    position = 0
    while found := _TOKEN.match(source.text, position):
        kind, start, position = str(found.lastgroup), found.start(), found.end()
        if kind == "comment":
            position = _after_comment(source, start)
        elif kind == "dollar":
            position = _after_dollar(source, found[0], start)
            yield "string", start, position
        elif kind != "space":
            if kind in _QUOTED and not (found["closed"] or found["shut"] or found["ended"]):
                raise source.error("this quote is never closed", start)
            yield kind, start, position


def _after_comment(source: _Source, start: int) -> int:
    """Comments nest."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(source.text, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    raise source.error("this comment is never closed", start)


def _after_dollar(source: _Source, tag: str, start: int) -> int:
    end = source.text.find(tag, start + len(tag))
    if end < 0:
        raise source.error(f"the text that {tag} opens is never closed", start)
    return end + len(tag)


def _finished(source: _Source, current: _Open) -> list[Piece]:
    if current.start < 0:
        return []
    if _COPY_DATA.match(" ".join(current.words)):
        message = "a snapshot holds no data: leave COPY … FROM stdin out (pg_dump -s)"
        raise source.error(message, current.start)
    return [Piece(source.text[current.start : current.end], source.name, source.line(current.start))]


def _refuse_meta(source: _Source, token: str, current: _Open, position: int) -> None:
    command = token.split(maxsplit=1)[0]
    if current.start >= 0 or command not in ("\\restrict", "\\unrestrict"):
        raise source.error(f"{command} is a command of psql, not SQL: remove it", position)

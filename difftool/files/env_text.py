"""Variables in a file, as `NAME=value`, in the form that Next.js and dotenv read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from difftool.errors import ConfigError

LARGEST = 1024**2

_ENTRY = re.compile(
    r"""
    [ \t]* (?: export [ \t]+ )? (?P<name> [A-Za-z_][\w.]* ) [ \t]* = [ \t]*
    (?: (?P<quote> ['"`] ) (?P<quoted> (?: \\. | (?! (?P=quote) | \\ ) . )* ) (?P=quote)
        [ \t]* (?: \#[^\n]* )? (?= \n | \Z )
      | (?P<plain> [^\n]* )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_NOTHING = re.compile(r"[ \t]*(#[^\n]*)?(?=\n|\Z)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def variables(text: str, name: str) -> Iterator[tuple[str, str]]:
    """(name, value), in their order; a quoted value may go over several lines, an escape counts in double quotes.

    Raises ConfigError with file:line, and never with what stands there: it may be a password.
    """
    text = text.replace("\r\n", "\n")
    position = 0
    while position < len(text):
        found = _NOTHING.match(text, position)
        if not found:
            where = f"{name}:{text.count(chr(10), 0, position) + 1}"
            found = _ENTRY.match(text, position)
            if not found:
                raise ConfigError("expected NAME=value", where=where)
            yield found["name"], _value(found, where)
        position = found.end() + 1


def _value(found: re.Match[str], where: str) -> str:
    if found["plain"] is None:
        escapes = r"\\(.)" if found["quote"] == '"' else "(?!)"
        return re.sub(escapes, lambda one: _ESCAPES.get(one[1], one[0]), found["quoted"])
    if found["plain"][:1] in ("'", '"', "`"):
        raise ConfigError(f"the quote after {found['name']}= is not closed", where=where)
    return re.sub(r"\s+#.*", "", found["plain"]).rstrip()

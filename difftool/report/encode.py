"""Text from databases and files, made safe for the medium that shows it.

A name, comment or default is somebody else's text. On a terminal it could move the cursor or hide what
follows; in Markdown it could become a link, a mention or a heading. `visible` answers the first, `code`, `cell`
and `block` the second.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_SHOWN_AS = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not seen: controls, direction marks, zero widths, surrogates, line ends"""

_URL_PASSWORD = re.compile(r"((?<!\w)\w+://[^\s/@:]*:)(\S*)(?=@)")
_OPTION_PASSWORD = re.compile(r"(?i)(\b(?:ssl)?password\s+)'(?:[^']|'')*'")
_KEYWORD_PASSWORD = re.compile(r"(?i)\b((?:ssl)?password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)")


def visible(text: str) -> str:
    r"""One line in which every character is seen: an escape becomes `\x1b`, a direction mark `\u202e`."""
    return "".join(_shown(character) for character in text)


def visible_lines(text: str) -> str:
    """As `visible`, but line breaks and tabs stay: for SQL."""
    return "".join(c if c in "\n\t" else _shown(c) for c in text.replace("\r\n", "\n"))


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    number = ord(character)
    short = f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"  # noqa: PLR2004  # one byte
    return _SHOWN_AS.get(character, short)


def code(text: str) -> str:
    """A Markdown code span, in which nothing is markup, mention or link. In a table only `cell` is one."""
    seen = visible(text) or " "
    fence = "`" * (_longest_run(seen) + 1)
    pad = " " if seen.startswith("`") or seen.endswith("`") or seen.strip() != seen else ""
    return f"{fence}{pad}{seen}{pad}{fence}"


def cell(text: str) -> str:
    """A code span for a table's cell, which each pipe would end that is not escaped; elsewhere the escape is seen."""
    return code(text).replace("|", "\\|")


def block(text: str, language: str = "sql") -> str:
    """A fenced Markdown block that its content cannot close."""
    seen = visible_lines(text).strip("\n")
    fence = "`" * max(3, _longest_run(seen) + 1)
    return f"{fence}{language}\n{seen}\n{fence}"


def word(text: str) -> str:
    """One word for a shell, in quotes where it needs them."""
    return text if re.fullmatch(r"[\w./-]+", text) else "'" + text.replace("'", "'\\''") + "'"


def _longest_run(text: str) -> int:
    return max((len(list(run)) for character, run in groupby(text) if character == "`"), default=0)


def redacted(text: str) -> str:
    """Without the passwords of whatever looks like a connection string (URL or keywords) or an option of SQL."""
    told = _KEYWORD_PASSWORD.sub(r"\1***", _URL_PASSWORD.sub(r"\1***", text))
    return _OPTION_PASSWORD.sub(r"\1'***'", told)

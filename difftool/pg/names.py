"""Names as a profile writes them."""

from __future__ import annotations

import re

_BARE = re.compile(r'(?:"(?:[^"]|"")*"|[^(])*')
"""up to the first parenthesis that stands in no quotes"""


def parts(name: str) -> tuple[str, str, str | None]:
    """(schema, name, arguments) with quotes removed; `public` where no schema is said.

    The arguments keep their parentheses, and are None where there are none.
    """
    bare = _BARE.match(name)[0]  # type: ignore[index]  # it matches anything, if only nothing of it
    arguments = name[len(bare) :]
    found = re.findall(r'"((?:[^"]|"")*)"|([^."\s]+)', bare)
    pieces = [quoted.replace('""', '"') or plain for quoted, plain in found]
    schema = pieces[0] if len(pieces) > 1 else "public"
    return schema, pieces[-1], arguments or None

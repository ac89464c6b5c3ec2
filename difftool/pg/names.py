"""Names as a profile writes them."""

from __future__ import annotations

import re


def parts(name: str) -> tuple[str, str, str | None]:
    """(schema, name, arguments) with quotes removed; `public` where no schema is said.

    The arguments keep their parentheses, and are None where there are none.
    """
    bare, parenthesis, arguments = name.partition("(")
    found = re.findall(r'"((?:[^"]|"")*)"|([^."\s]+)', bare)
    pieces = [quoted.replace('""', '"') or plain for quoted, plain in found]
    schema = pieces[0] if len(pieces) > 1 else "public"
    return schema, pieces[-1], f"({arguments}" if parenthesis else None

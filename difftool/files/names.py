"""Forms of names in profiles: what is in double quotes keeps its case, a dot separates."""

from __future__ import annotations

import re

from difftool.files.shapes import Text

NAME = r'([A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*|"([^"]|"")+")'
TABLE = rf"({NAME}\.)?{NAME}"
COLUMN = rf"{TABLE}\.{NAME}"


def unquoted(text: str) -> str:
    """`public."Odd Name"` as the catalog has it: `public.Odd Name`; names outside quotes in lower case."""
    return ".".join(names_in(text))


def names_in(text: str) -> tuple[str, ...]:
    """The names of a path or a list, as the catalog has them."""
    written = (found[0] for found in re.finditer(NAME, text))
    return tuple(name[1:-1].replace('""', '"') if name[0] == '"' else name.lower() for name in written)


def path_text(text: str) -> str:
    return ", ".join(found[0] for found in re.finditer(NAME, text))


A_NAME = Text("a name", NAME)
A_TABLE = Text("a table, as jobs or public.jobs", TABLE)
A_COLUMN = Text("table.column, as jobs.user_id or public.jobs.user_id", COLUMN)
COLUMNS_OF = Text("table(columns), as jobs(tenant, name)", rf"{TABLE} *\( *{NAME}( *, *{NAME})* *\)")
QUALIFIED = Text("schema.name", rf"{NAME}\.{NAME}", unquoted)
SEARCH_PATH = Text("names of schemas, as public, extensions", rf"{NAME}( *, *{NAME})*", path_text)

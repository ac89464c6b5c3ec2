"""Names and texts as PostgreSQL reads them back."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")

# Every word of pg_get_keywords() that is not "unreserved" on PostgreSQL 15 or 18: what quote_ident() quotes.
KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit
    boolean both case cast char character check coalesce collate collation column concurrently
    constraint create cross current_catalog current_date current_role current_schema current_time
    current_timestamp current_user dec decimal default deferrable desc distinct do else end except
    exists extract false fetch float for foreign freeze from full grant greatest group grouping
    having ilike in initially inner inout int integer intersect interval into is isnull join json
    json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar
    json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif
    numeric offset on only or order out outer overlaps overlay placing position precision primary
    real references returning right row select session_user setof similar smallint some substring
    symmetric system_user table tablesample then time timestamp to trailing treat trim true union
    unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
    xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()  # noqa: SIM905  # a list that a person can read
)


def identifier(name: str) -> str:
    """As quote_ident(): in quotes only where they are needed."""
    if _PLAIN.match(name) and name not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def qualified(schema: str, name: str) -> str:
    """`schema.name`, or the name alone where there is no schema."""
    return f"{identifier(schema)}.{identifier(name)}" if schema else identifier(name)


def literal(text: str) -> str:
    """As quote_literal(), right whatever `standard_conforming_strings` says."""
    quoted = text.replace("'", "''")
    return "E'" + quoted.replace("\\", "\\\\") + "'" if "\\" in quoted else f"'{quoted}'"


def literals(texts: Iterable[str]) -> str:
    """Separated by commas, as in `IN ('a', 'b')`."""
    return ", ".join(literal(text) for text in texts)


def aside(name: str) -> str:
    """A name for the time in which its own is taken; not longer than PostgreSQL allows, 63 bytes."""
    return _ending(name, "_before")


def ahead(name: str) -> str:
    """A name, as long at most, for what is to take its own."""
    return _ending(name, "_after")


def _ending(name: str, end: str) -> str:
    return name.encode()[: _LONGEST - len(end)].decode(errors="ignore") + end


_LONGEST = 63

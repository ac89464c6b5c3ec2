"""Statements so that PostgreSQL keeps of them what it kept of the words that a person wrote.

It shows some things in a form that it reads back as another one: the same for all purposes, but for whoever compares
texts. Where the form tells what the words were, they are used again.
"""

from __future__ import annotations

import re

from difftool.sql.flat import is_opaque

_NAME = r'(?:"(?:[^"]|"")+"|\w+)'
_TEXT = r"'(?:[^']|'')*'"
_ELEMENTS = rf"{_TEXT}::character varying(?:, {_TEXT}::character varying)*"
_ARRAY = rf"(?P<open>\()?(?P<array>ARRAY\[{_ELEMENTS}\])(?(open)\))::text\[\]"
_IN = re.compile(rf"\b(?P<which>ANY|ALL) \({_ARRAY}\)")
_CAST = "(?:::[a-z][a-z ]*)?"
_ATOM = rf"(?:{_NAME}(?:\.{_NAME})?|-?[\d.]+|{_TEXT}{_CAST})"
_FLAT_GROUP = rf"\((?:{_TEXT}|[^()'])*\)"
_INNER_GROUP = rf"\((?:{_TEXT}|[^()']|{_FLAT_GROUP})*\)"
_GROUP = rf"\((?:{_TEXT}|[^()']|{_INNER_GROUP})*\)"
_VALUE = rf"(?:{_NAME}(?:\.{_NAME})?{_GROUP}|{_ATOM}|{_GROUP}{_CAST})"
_BETWEEN = re.compile(
    rf"(?P<before>\(\()\((?P<what>{_VALUE}) >= (?P<low>{_VALUE})\) AND \((?P=what) <= (?P<high>{_VALUE})\)\) AND "
)
_NOT_BETWEEN = re.compile(
    rf"(?P<before>\(\()\((?P<what>{_VALUE}) < (?P<low>{_VALUE})\) OR \((?P=what) > (?P<high>{_VALUE})\)\) OR "
)
_COLUMN = rf'(?:"\*VALUES\*"\.)?column\d+ AS (?P<name>{_NAME})'
_EACH_COLUMN = re.compile(_COLUMN)
_COLUMNS = _COLUMN.replace("(?P<name>", "(?:")
_VALUES = re.compile(
    rf"(?P<head>CREATE (?:OR REPLACE )?(?:MATERIALIZED )?VIEW (?:{_NAME}\.)?{_NAME})(?P<options> WITH \([^()]*\))?"
    rf" AS\s+SELECT (?P<columns>{_COLUMNS}(?:,\s+{_COLUMNS})*)\s+"
    r'FROM \((?P<values>VALUES \(.*\))\) "\*VALUES\*"(?P<tail>;?|\s+WITH [A-Z ]+;?)\s*\Z',
    re.DOTALL,
)
_CONSTANT = rf"(?:{_TEXT}|NULL)::[a-z][a-z ]*(?:\([\d,]+\))?(?:\[\])?"
_UNNAMED = re.compile(rf"(?P<before>\bSELECT (?:DISTINCT )?|,\n +)(?P<what>{_CONSTANT})(?=,\n|\)|\n|;|\Z)")
"""read back, it would have the name of its type"""
_VIEW = re.compile(r"\s*CREATE (?:OR REPLACE )?(?:MATERIALIZED VIEW|(?:RECURSIVE )?VIEW|RULE) ")
_COMMENT = re.compile(r"\s*COMMENT ", re.IGNORECASE)


def as_first_written(statement: str) -> str:
    """IN and BETWEEN in conditions, VALUES as a whole view, and constants that a subquery selects without a name.

    Texts of comments and bodies stay as they are.
    """
    if _COMMENT.match(statement) or is_opaque(statement):
        return statement
    if '"*VALUES*"' in statement:
        statement = _VALUES.sub(_values, statement)
    if "::" in statement and _VIEW.match(statement):
        statement = _UNNAMED.sub(r'\g<before>\g<what> AS "?column?"', statement)
    if "::text[])" in statement:
        statement = _IN.sub(r"\g<which> (\g<array>)", statement)
    statement = _BETWEEN.sub(r"\g<before>\g<what> BETWEEN \g<low> AND \g<high>) AND ", statement)
    return _NOT_BETWEEN.sub(r"\g<before>\g<what> NOT BETWEEN \g<low> AND \g<high>) OR ", statement)


def _values(found: re.Match[str]) -> str:
    names = ", ".join(column["name"] for column in _EACH_COLUMN.finditer(found["columns"]))
    return f"{found['head']} ({names}){found['options'] or ''} AS\n {found['values']}{found['tail']}"

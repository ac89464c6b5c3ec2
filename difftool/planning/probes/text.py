"""Definitions as PostgreSQL renders them (pg_get_indexdef and the like), taken apart where we need their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"""[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\s+|.""", re.DOTALL)
_NAME = r'(?:"(?:[^"]|"")*"|[A-Za-z_][\w$]*)'
_CALLED = re.compile(rf"{_NAME}(?:\.{_NAME})*")


@dataclass(frozen=True, slots=True)
class Index:
    """What an index or a constraint of one says: `keys` are expressions, in parentheses where they need them."""

    keys: tuple[str, ...]
    method: str = "btree"
    operators: tuple[str, ...] = ()
    """of an EXCLUDE constraint, one a key"""
    include: tuple[str, ...] = ()
    predicate: str = ""
    nulls_together: bool = False
    without_overlaps: bool = False
    """the last key is a range that must not overlap (from version 18)"""


def index_of(definition: str) -> Index:
    """From CREATE INDEX, UNIQUE, PRIMARY KEY or EXCLUDE as PostgreSQL renders them."""
    method = re.search(r"\bUSING (\w+) \(", definition)
    items = _after(definition, method.end() - 1 if method else definition.index("("))
    keys, rest = split_list(items[0]), items[1]
    include = re.match(r" INCLUDE \(", rest)
    included, rest = _after(rest, include.end() - 1) if include else ("", rest)
    _, _, predicate = rest.partition(" WHERE ")
    return Index(
        tuple(_key(key) for key in keys),
        method[1] if method else "btree",
        tuple(key.rpartition(" WITH ")[2] for key in keys) if definition.startswith("EXCLUDE") else (),
        tuple(split_list(included)),
        predicate,
        "NULLS NOT DISTINCT" in definition.replace(items[0], ""),
        keys[-1].endswith(" WITHOUT OVERLAPS"),
    )


def column_name(key: str) -> str:
    """The column that a key is; empty where it is an expression."""
    if not re.fullmatch(_NAME, key):
        return ""
    return key[1:-1].replace('""', '"') if key.startswith('"') else key


def split_list(text: str) -> list[str]:
    """At its commas, not at those in parentheses, brackets or quotes."""
    parts, depth = [""], 0
    for word in _TOKEN.findall(text):
        depth += (word in "([") - (word in ")]")
        if word == "," and not depth:
            parts.append("")
        else:
            parts[-1] += word
    return [part.strip() for part in parts if part.strip()]


def columns_in(expression: str) -> tuple[str, ...]:
    """The columns that an expression names; none where the parser does not know its syntax."""
    import pgparse

    try:
        tree = pgparse.parse(f"select {expression}")
    except pgparse.PGQueryError:
        return ()
    return tuple(dict.fromkeys(_references(tree)))


def period_of(definition: str) -> tuple[list[str], list[str], str]:
    """Of FOREIGN KEY (a, PERIOD b) REFERENCES p(c, PERIOD d): columns, columns that they refer to, and the parent."""
    ours, rest = _after(definition, definition.index("("))
    theirs, _ = _after(rest, rest.index("("))
    parent = rest.removeprefix(" REFERENCES ").partition("(")[0]
    return _without_period(ours), _without_period(theirs), parent


def _without_period(columns: str) -> list[str]:
    return [column.removeprefix("PERIOD ") for column in split_list(columns)]


def _references(node: Any) -> Iterator[str]:
    for each in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from _references(each)
    if isinstance(node, dict) and "ColumnRef" in node:
        last = node["ColumnRef"]["fields"][-1]
        if "String" in last:
            yield last["String"]["sval"]


def _after(text: str, start: int) -> tuple[str, str]:
    """What the parenthesis at `start` holds, and what follows it."""
    depth, at = 0, start
    for word in _TOKEN.findall(text[start:]):
        at += len(word)
        depth += (word == "(") - (word == ")")
        if not depth:
            break
    return text[start + 1 : at - 1], text[at:]


def _key(item: str) -> str:
    """The expression, without collation, operator class, order and operator."""
    if item.startswith("("):
        return f"({_after(item, 0)[0]})"
    name = _CALLED.match(item)
    if name and item[name.end() : name.end() + 1] == "(":
        return f"{name[0]}({_after(item, name.end())[0]})"
    return name[0] if name else item


def unwrapped(text: str) -> str:
    """Without the outer parentheses, either of which may already be gone."""
    return text.removeprefix("(").removesuffix(")")

"""Conditions as PostgreSQL writes them once it has read its own words."""

from __future__ import annotations

import re

_PIECE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|[^'"()]+""")
_JOINT = re.compile(r"\s+(AND|OR)\s")

Group = list["str | Group"]


_ELEMENT = r"""(?:'(?:[^']|'')*'::[a-z][a-z "]*|"(?:[^"]|"")+"|[\w.]+)"""
_CAST_ARRAY = re.compile(rf"\(ARRAY\[(?P<elements>{_ELEMENT}(?:, {_ELEMENT})*)\]\)::(?P<kind>[a-z][a-z ]*)\[\]")
_EACH = re.compile(_ELEMENT)


_ROUTINE = re.compile(r"\s*CREATE (OR REPLACE )?(FUNCTION|PROCEDURE) ", re.IGNORECASE)
_STRING = re.compile(r"\sAS\s+(\$|'|E')", re.IGNORECASE)


def is_opaque(statement: str) -> bool:
    """Whether it makes a routine whose body is a string: PostgreSQL keeps that as it was written."""
    return bool(_ROUTINE.match(statement) and _STRING.search(statement))


def flat(text: str) -> str:
    """`((a AND b) AND c)` as `(a AND b AND c)`, and `(ARRAY[a, b])::text[]` as `ARRAY[(a)::text, (b)::text]`.

    BETWEEN and IN of varchar leave the former in the catalog; dumped and loaded again, it is the latter. It is the
    same condition, and must not look like a difference.
    """
    return _dissolved(_CAST_ARRAY.sub(_cast_elements, text) if ")::" in text else text)


def _cast_elements(found: re.Match[str]) -> str:
    elements = (f"({element})::{found['kind']}" for element in _EACH.findall(found["elements"]))
    return f"ARRAY[{', '.join(elements)}]"


def _dissolved(text: str) -> str:
    if not re.search(r"\)\s+(AND|OR)\s", text):
        return text
    stack: list[Group] = [[]]
    for piece in _PIECE.findall(text):
        if piece == "(":
            stack.append([])
        elif piece == ")":
            if len(stack) == 1:
                return text  # not an expression of ours to understand
            closed = _flattened(stack.pop())
            stack[-1].append(closed)
        else:
            stack[-1].append(piece)
    return _rendered(stack[0]) if len(stack) == 1 else text


def _flattened(group: Group) -> Group:
    """Its first operand dissolved, if both are joined by the same word: that is all that PostgreSQL dissolves."""
    first, joint = group[0] if group else "", group[1] if len(group) > 1 else ""
    if isinstance(first, list) and isinstance(joint, str):
        found = _JOINT.match(joint)
        if found and any(_joins(part, found[1]) for part in first):
            return [*first, *group[1:]]
    return group


def _joins(part: str | Group, word: str) -> bool:
    return isinstance(part, str) and part[0] not in "'\"" and f" {word} " in part


def _rendered(group: Group) -> str:
    return "".join(part if isinstance(part, str) else f"({_rendered(part)})" for part in group)

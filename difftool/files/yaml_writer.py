"""YAML that is pleasant to review and reads back exactly: blocks for SQL, short maps on a line, no folds.

Characters that do not show, or that change the direction of what follows, are written as escapes: what a
reviewer sees is what is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yaml import ScalarNode
from yaml.resolver import Resolver

from difftool.files.yaml_text import meaning

WIDTH = 100

_WORD = r"[A-Za-z0-9_$/().;=+*<>'^%~\"-]+(:[A-Za-z0-9_$/().;=+*<>'^%~\"-]+)*"
_PLAIN = re.compile(rf"(?=[A-Za-z0-9_$/(]){_WORD}( {_WORD})*")
_PLAIN_IN_BLOCK = re.compile(rf"(?=[A-Za-z0-9_$/(]){_WORD}(,? {_WORD})*")
_RESOLVER = Resolver()  # YAML 1.1's idea of plain words, which other readers may have
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Flow:
    """A map or list to be written on one line, if it fits."""

    value: Any


@dataclass(frozen=True, slots=True)
class Block:
    """Text to be written as a literal block, where YAML allows it."""

    text: str


def write_yaml(value: Mapping[str, Any]) -> str:
    """A map that is not empty, of maps, lists or tuples, text, numbers, booleans, Flow and Block."""
    return "\n".join(_map(value)) + "\n"


def _map(value: Mapping[str, Any]) -> Iterator[str]:
    for key, item in value.items():
        head = _scalar(key, flow=True)
        one = _inline(item)
        if one is not None:
            yield f"{head}: {one}"
        elif text := _literal(item):
            yield f"{head}: {text[0]}"
            yield from _indented(text[1:])
        else:
            lines = list(_lines(item))
            yield f"{head}:"
            yield from lines if lines[0].startswith("- ") else _indented(lines)


def _list(value: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    for item in value:
        one = _inline(item)
        lines = [one] if one is not None else _literal(item) or list(_lines(item))
        yield f"- {lines[0]}"
        yield from _indented(lines[1:])


def _lines(value: Any) -> Iterator[str]:
    inner = value.value if isinstance(value, Flow) else value
    return _map(inner) if isinstance(inner, Mapping) else _list(inner)


def _indented(lines: list[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _inline(value: Any) -> str | None:
    """On one line; None where it takes several."""
    if isinstance(value, Block):
        return None if _literal(value) else _quoted(value.text)
    if isinstance(value, Flow):
        text = _flow(value.value)
        return text if len(text) <= WIDTH or not value.value else None
    if isinstance(value, Mapping | list | tuple):
        return None if value else _flow(value)
    return _scalar(value, flow=False)


def _flow(value: Any) -> str:
    value = value.value if isinstance(value, Flow) else value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value, flow=True)


def _scalar(value: Any, *, flow: bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    pattern = _PLAIN if flow else _PLAIN_IN_BLOCK
    return str(value) if pattern.fullmatch(value) and _is_text(value) else _quoted(value)


def _is_text(text: str) -> bool:
    """Whether every reader takes the plain words for text; to YAML 1.1 `y` and `n` are booleans."""
    tag: Any = _RESOLVER.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag == "tag:yaml.org,2002:str" and isinstance(meaning(text), str) and text.lower() not in ("y", "n")


def _quoted(text: str) -> str:
    if '"' in text and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else _escape(ord(c))) for c in text) + '"'


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004


def _literal(value: Any) -> list[str]:
    """The header and the lines of a literal block; nothing where the text cannot stand in one."""
    text = value.text if isinstance(value, Block) else ""
    if not text.strip() or not all(c.isprintable() or c in "\n\t" for c in text):
        return []
    body = text.removesuffix("\n")
    keep = "-" if body == text else "+" if body.endswith("\n") else ""
    return ["|" + ("2" if text[0].isspace() else "") + keep, *body.split("\n")]

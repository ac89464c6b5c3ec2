"""Strict YAML: values that know where they were written.

What is not plain data is refused: tags, anchors and aliases (a small file cannot stand for a large one), a
second document, keys that are there twice. Plain words mean what they mean in YAML 1.2, as in editors: `no`
and `2026-11-21` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from difftool.errors import ConfigError
from difftool.files.reading import bytes_of
from difftool.model.profile import Place

LARGEST = 1024**2
DEEPEST = 40

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[-+]?[0-9]{1,19}")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Scalar:
    """`value` is what YAML takes the text for; `text` what was written, without quotes and escapes."""

    value: str | float | bool | None
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entries:
    entries: Mapping[str, Node]
    keys: Mapping[str, Place]
    place: Place


Node = Scalar | Items | Entries


def read_yaml(data: bytes, name: str, largest: int = LARGEST) -> Node:
    """The one document in `data`; `largest` is in bytes. Raises ConfigError with `name`, line and column."""
    text = _decoded(data, name, largest)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events = yaml.parse(text, Loader=loader)
    try:
        return _document(events, name)
    except yaml.MarkedYAMLError as error:
        raise ConfigError(f"not YAML: {error.problem}", where=str(_place(error.problem_mark, name))) from None


def read_yaml_file(file: Path, name: str) -> Node:
    """The document in `file`, which messages call `name`."""
    return read_yaml(bytes_of(file, name, LARGEST), name)


def _decoded(data: bytes, name: str, largest: int) -> str:
    if len(data) > largest:
        raise ConfigError(f"{len(data):,} bytes are more than the {largest:,} that are read", where=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("not UTF-8", where=f"{name}:{line}") from None
    if control := _CONTROL.search(text):
        before = text[: control.start()]
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise ConfigError(f"control character U+{ord(control[0]):04X}", where=str(place))
    return text


def _place(mark: Any, name: str) -> Place:
    return Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)


def _document(events: Iterator[Any], name: str) -> Node:
    node: Node | None = None
    for event in events:
        if not isinstance(event, yaml.DocumentStartEvent):
            continue
        if node:
            raise ConfigError("a second document; one is expected", where=str(_place(event.start_mark, name)))
        node = _node(events, next(events), name, 1)
    return node or Scalar(None, "", Place(name, 1, 1))


def _node(events: Iterator[Any], event: Any, name: str, depth: int) -> Node:
    place = _place(event.start_mark, name)
    if event.anchor is not None:
        raise ConfigError("anchors and aliases are not read: write the value out, or use extends", where=str(place))
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise ConfigError(f"{tag} is a tag to YAML, and tags are not read; text needs quotes", where=str(place))
    if depth > DEEPEST:
        raise ConfigError(f"nested more than {DEEPEST} deep", where=str(place))
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value if event.style else meaning(event.value), event.value, place)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(tuple(_items(events, name, depth)), place)
    return _entries(events, name, depth, place)


def _items(events: Iterator[Any], name: str, depth: int) -> Iterator[Node]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _node(events, event, name, depth + 1)


def _entries(events: Iterator[Any], name: str, depth: int, place: Place) -> Entries:
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(events, event, name, depth + 1)
        if not isinstance(key, Scalar):
            raise ConfigError("a key is expected to be text", where=str(key.place))
        if first := keys.get(key.text):
            raise ConfigError(f'key "{key.text}" is there twice, first on line {first.line}', where=str(key.place))
        keys[key.text] = key.place
        entries[key.text] = _node(events, next(events), name, depth + 1)
    return Entries(entries, keys, place)


def meaning(text: str) -> str | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def node_of(value: Any, place: Place) -> Node:
    """Plain data, as TOML gives it, in the shape of a document; all of it stands at `place`."""
    if isinstance(value, Mapping):
        entries = {str(key): node_of(item, place) for key, item in value.items()}
        return Entries(entries, dict.fromkeys(entries, place), place)
    if isinstance(value, list | tuple):
        return Items(tuple(node_of(item, place) for item in value), place)
    if isinstance(value, bool) or value is None:
        return Scalar(value, str(value).lower(), place)
    return Scalar(value if isinstance(value, str | float | int) else str(value), str(value), place)


def plain(node: Node) -> Any:
    """The document as plain data: dict, list, text, numbers, booleans, None."""
    if isinstance(node, Entries):
        return {key: plain(value) for key, value in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, Items) else node.value


def merged(base: Node, over: Node) -> Node:
    """Maps are merged, lists appended, scalars replaced."""
    if isinstance(base, Entries) and isinstance(over, Entries):
        entries = dict(base.entries)
        for key, value in over.entries.items():
            entries[key] = merged(entries[key], value) if key in entries else value
        return Entries(entries, {**base.keys, **over.keys}, over.place)
    if isinstance(base, Items) and isinstance(over, Items):
        return Items(base.items + over.items, over.place)
    return over

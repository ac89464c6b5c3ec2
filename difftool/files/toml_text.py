"""TOML whose values know where they were written: tomllib does not say, so keys are looked up in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from difftool.errors import ConfigError
from difftool.files.yaml_text import Entries, Items, Node, node_of
from difftool.model.profile import Place

Path = tuple[str, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")


def read_toml(text: str, name: str) -> dict[str, Any]:
    """Raises ConfigError with `name`, line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        place = Place(name, int(at[1]), int(at[2])) if at else Place(name)
        raise ConfigError("not TOML", where=str(place)) from None


def table_of(data: Any, path: Path, text: str, name: str) -> Node:
    """What stands in `text` under `path`, in the shape of a document."""
    return _node(data, path, _places(text, name), Place(name))


def _node(value: Any, path: Path, places: Mapping[Path, Place], around: Place) -> Node:
    """Where a key is not found, as in a table on one line, what is around it says where to look."""
    place = places.get(path, around)
    if isinstance(value, Mapping):
        entries = {key: _node(item, (*path, key), places, place) for key, item in value.items()}
        return Entries(entries, {key: places.get((*path, key), place) for key in entries}, place)
    if isinstance(value, list):
        return Items(tuple(_node(item, path, places, place) for item in value), place)
    return node_of(value, place)


def _places(text: str, name: str) -> dict[Path, Place]:
    """By the whole path of a key; the first one counts."""
    found: dict[Path, Place] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _path(header[1])
            found.setdefault(table, Place(name, number, header.start(1) + 1))
        elif key := _ASSIGNMENT.match(line):
            found.setdefault((*table, *_path(key[1])), Place(name, number, key.start(1) + 1))
    return found


def _path(dotted: str) -> Path:
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in re.findall(_KEY, dotted))

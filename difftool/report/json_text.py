"""Model values as JSON: the fields of the value under their own names, keys in the order of the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

_LEFT_OUT = frozenset({"oid"})
"""means something only in the database that it was read from"""


def json_text(value: object) -> str:
    """Any model value, or a list or mapping of them. Sets are sorted; Ident as a key is its sentence form."""
    return json.dumps(_plain(value), indent=2, ensure_ascii=True) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in _LEFT_OUT}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value

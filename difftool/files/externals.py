"""`externals`: what belongs to others and must be there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from difftool.errors import ConfigError
from difftool.files.form_error import nearest
from difftool.files.names import A_NAME, NAME
from difftool.files.shapes import Choice, Key, Keys, ListOf, MapOf, Schema, Text, wrong
from difftool.files.yaml_text import Entries, Node, Scalar
from difftool.model.profile import External

_RIGHTS = (
    "select",
    "insert",
    "update",
    "delete",
    "truncate",
    "references",
    "trigger",
    "usage",
    "execute",
    "create",
)
_NEEDS = {"needs": Key(ListOf(Choice(_RIGHTS)), "privileges that we must have on it")}
_RELATION = {
    "columns": Key(MapOf(Text("a type"), A_NAME), "columns that we refer to, with their types"),
    "key": Key(ListOf(A_NAME, least=1), "columns that are its primary key, or unique"),
    **_NEEDS,
}
_TYPE = {"labels": Key(ListOf(Text("a label"), least=1), "labels of an enum that the snapshot uses"), **_NEEDS}
_ROUTINE = {"returns": Key(Text("a type"), "the type that it returns", required=True), **_NEEDS}

KINDS: dict[str, dict[str, Key]] = {
    **dict.fromkeys(("table", "view", "materialized view", "foreign table"), _RELATION),
    "function": _ROUTINE,
    **dict.fromkeys(("type", "enum"), _TYPE),
    **dict.fromkeys(("procedure", "sequence", "domain", "collation", "schema"), _NEEDS),
    "role": {},
    "extension": {},
}
_NO_SCHEMA = ("schema", "role", "extension")
_NAMED = rf"{NAME}(\.{NAME})?(\([^()]*\))?"


@dataclass(frozen=True, slots=True)
class Externals:
    """A map from `name` (a table's) or `kind name` to what is known of it, which may be nothing."""

    def read(self, node: Node, key: str) -> tuple[External, ...]:
        if not isinstance(node, Entries):
            raise wrong(node, key, "a map of names")
        return tuple(_external(written, node, key) for written in node.entries)

    def published(self) -> Schema:
        kinds = {f"^{kind} {_NAMED}$": _nullable(keys) for kind, keys in KINDS.items()}
        return {
            "type": "object",
            "patternProperties": {f"^{_NAMED}$": _nullable(_RELATION), **kinds},
            "additionalProperties": False,
        }


def _external(written: str, node: Entries, key: str) -> External:
    kind, name = _kind_and_name(written, node, key)
    value = node.entries[written]
    place = node.keys[written]
    if isinstance(value, Scalar) and value.value is None:
        value = Entries({}, {}, place)
    facts: dict[str, Any] = Keys(KINDS[kind]).read(value, written)
    unknown = [column for column in facts.get("key", ()) if column not in facts.get("columns", {column: ""})]
    if unknown:
        raise ConfigError(f'key: column "{unknown[0]}" is not among the columns', where=str(value.place))
    return External(kind=kind, name=name, place=place, **facts)


def _kind_and_name(written: str, node: Entries, key: str) -> tuple[str, str]:
    kind = next((kind for kind in KINDS if written.startswith(f"{kind} ")), "")
    place = node.keys[written]
    form = Text("name or kind name, as public.profiles or function auth.uid()", _NAMED)
    name = written.removeprefix(f"{kind} ") if kind else written
    first, blank, _ = written.partition(" ")
    if not kind and blank and '"' not in first and "(" not in first:
        near = nearest(first, tuple(KINDS)) or f"; expected one of {', '.join(KINDS)}"
        raise ConfigError(f'{key}: unknown kind "{first}"{near}', where=str(place))
    form.value(name, Scalar(written, written, place), key)
    alone = kind in _NO_SCHEMA or _qualified(name)
    return kind or "table", name if alone else f"public.{name}"


def _qualified(name: str) -> bool:
    return re.match(rf"{NAME}\.", name) is not None


def _nullable(keys: dict[str, Key]) -> Schema:
    required = any(key.required for key in keys.values())
    shape = Keys(keys).published()
    return shape if required else {"anyOf": [shape, {"type": "null"}]}

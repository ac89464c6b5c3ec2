"""What a value in a file may look like: described once, to read it and to publish its JSON schema.

Each shape has `read`, which turns a node into a value or raises ConfigError with the place, and `published`,
its JSON schema (draft 2020-12). `key` is the word that messages begin with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from difftool.errors import ConfigError
from difftool.files.form_error import FormError, nearest
from difftool.files.yaml_text import Entries, Items, Node, Scalar
from difftool.model.profile import Place
from difftool.sql.parse import is_expression, is_order

Schema = dict[str, Any]


class Shape(Protocol):
    def read(self, node: Node, key: str) -> Any: ...

    def published(self) -> Schema: ...


def found(node: Node) -> str:
    if not isinstance(node, Scalar):
        return "a list" if isinstance(node, Items) else "a map"
    if node.value is None or node.text == "":
        return "nothing"
    if "://" in node.text:  # it may hold a password
        return "a URL"
    return f'"{node.text[:60]}"' if isinstance(node.value, str) else node.text


def wrong(node: Node, key: str, expected: str, more: str = "") -> ConfigError:
    return ConfigError(f"{key}: expected {expected}; found {found(node)}{more}", where=str(node.place))


@dataclass(frozen=True, slots=True)
class Text:
    """Text of the form that `pattern` says, in words `form`; `parse` makes the value or raises FormError."""

    form: str = "text"
    pattern: str = r"[\s\S]*\S[\s\S]*"
    parse: Callable[[str], Any] = str
    secret: bool = False
    """what was found instead must not be shown"""

    def read(self, node: Node, key: str) -> Any:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            raise wrong(node, key, self.form)
        return self.value(node.text, node, key)

    def value(self, text: str, node: Node, key: str) -> Any:
        try:
            parsed = self.parse(text)
        except FormError as error:
            place = Place(node.place.file, node.place.line, node.place.column + error.offset)
            raise ConfigError(f"{key}: {error.message}", where=str(place)) from None
        if re.fullmatch(self.pattern, text):
            return parsed
        if self.secret and text:
            raise ConfigError(f"{key}: expected {self.form}; found a literal value", where=str(node.place))
        raise wrong(node, key, self.form)

    def published(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True, slots=True)
class Expression:
    """SQL; `0` and `true` need no quotes. `order`: it may be several, each with DESC and the like."""

    order: bool = False

    def read(self, node: Node, key: str) -> str:
        if not isinstance(node, Scalar) or node.value is None or not node.text.strip():
            raise wrong(node, key, "an SQL expression")
        if not (is_order if self.order else is_expression)(node.text):
            raise wrong(node, key, "one SQL expression, whole, without comment")
        return node.text

    def published(self) -> Schema:
        return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: Node, key: str) -> bool:
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        raise wrong(node, key, "true or false")

    def published(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of `least` or more; `none`, where given, is the word for no number."""

    least: int = 0
    none: str = ""

    def read(self, node: Node, key: str) -> int | None:
        if isinstance(node, Scalar) and self.none and node.value == self.none:
            return None
        if isinstance(node, Scalar) and type(node.value) is int and node.value >= self.least:
            return node.value
        raise wrong(node, key, f"a whole number, {self.least} or more" + (f", or {self.none}" if self.none else ""))

    def published(self) -> Schema:
        number = {"type": "integer", "minimum": self.least}
        return {"anyOf": [number, {"const": self.none}]} if self.none else number


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words, or a map of one entry that takes a value, as `{default: 0}`, or text of a form.

    Words that are a mapping are read as its values.
    """

    words: tuple[str, ...] | Mapping[str, str]
    maps: Mapping[str, Shape] = field(default_factory=dict)
    text: Text | None = None

    def read(self, node: Node, key: str) -> Any:
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value in self.words:
            return self.words[node.value] if isinstance(self.words, Mapping) else node.value
        if isinstance(node, Entries) and len(node.entries) == 1:
            (name,) = node.entries
            if name in self.maps:
                return {name: self.maps[name].read(_at_key(node, name), name)}
        if self.text and isinstance(node, Scalar) and re.fullmatch(self.text.pattern, node.text):
            return self.text.read(node, key)
        near = nearest(node.text, tuple(self.words)) if isinstance(node, Scalar) else ""
        raise wrong(node, key, f"one of {', '.join(self._all())}", near)

    def _all(self) -> tuple[str, ...]:
        return (*self.words, *((self.text.form,) if self.text else ()), *self.maps)

    def published(self) -> Schema:
        maps = [_object({name: shape.published()}, [name]) for name, shape in self.maps.items()]
        texts = [self.text.published()] if self.text else []
        return {"anyOf": [{"enum": list(self.words)}, *texts, *maps]} if maps or texts else {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class ListOf:
    """`single`: a value alone stands for a list of one. Read as a tuple."""

    item: Shape
    single: bool = False
    least: int = 0

    def read(self, node: Node, key: str) -> tuple[Any, ...]:
        if self.single and isinstance(node, Scalar):
            return (self.item.read(node, key),)
        if not isinstance(node, Items):
            raise wrong(node, key, "a list")
        if len(node.items) < self.least:
            raise ConfigError(f"{key}: the list is empty", where=str(node.place))
        return tuple(self.item.read(item, key) for item in node.items)

    def published(self) -> Schema:
        item = self.item.published()
        many = {"type": "array", "items": item, **({"minItems": self.least} if self.least else {})}
        return {"anyOf": [item, many]} if self.single else many


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map whose keys are names of the user's. `one`: it has exactly one entry."""

    value: Shape
    name: Text = field(default_factory=Text)
    one: bool = False

    def read(self, node: Node, key: str) -> dict[Any, Any]:
        if not isinstance(node, Entries):
            raise wrong(node, key, "a map")
        if self.one and len(node.entries) != 1:
            raise ConfigError(f"{key}: expected one entry; found {len(node.entries)}", where=str(node.place))
        return {
            self.name.value(name, Scalar(name, name, node.keys[name]), key): self.value.read(_at_key(node, name), name)
            for name in node.entries
        }

    def published(self) -> Schema:
        count = {"minProperties": 1, "maxProperties": 1} if self.one else {}
        names = self.name.published()
        return {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": self.value.published(),
            **count,
        }


@dataclass(frozen=True, slots=True)
class Key:
    shape: Shape
    about: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """A map with known keys; `make` is called with those that are there."""

    keys: Mapping[str, Key]
    make: Callable[..., Any] = dict

    def read(self, node: Node, key: str = "") -> Any:
        if not isinstance(node, Entries):
            raise wrong(node, key or "file", "a map of keys")
        for name in node.entries:
            if name not in self.keys:
                near = nearest(name, tuple(self.keys)) or f"; expected one of {', '.join(self.keys)}"
                raise ConfigError(f'unknown key "{name}"{near}', where=str(node.keys[name]))
        for name, known in self.keys.items():
            if known.required and name not in node.entries:
                raise ConfigError((f"{key}: " if key else "") + f'missing key "{name}"', where=str(node.place))
        return self.make(**{name: self.keys[name].shape.read(_at_key(node, name), name) for name in node.entries})

    def published(self) -> Schema:
        required = [name for name, key in self.keys.items() if key.required]
        return _object({name: _described(key) for name, key in self.keys.items()}, required)


@dataclass(frozen=True, slots=True)
class Placed:
    """A value together with the place where it stands."""

    shape: Shape

    def read(self, node: Node, key: str) -> tuple[Any, Place]:
        return self.shape.read(node, key), node.place

    def published(self) -> Schema:
        return self.shape.published()


def _at_key(node: Entries, name: str) -> Node:
    """The value; one that is empty is told of where its key stands, as there is nothing else to point at."""
    value = node.entries[name]
    empty = isinstance(value, Scalar) and value.value is None
    return Scalar(None, "", node.keys[name]) if empty else value


def _object(properties: Schema, required: list[str]) -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": required} if required else shape


def _described(key: Key) -> Schema:
    return {"description": key.about, **key.shape.published()} if key.about else key.shape.published()

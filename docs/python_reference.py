"""The Python API as Markdown: the methods of Project, and the values that they return."""
# ruff: noqa: INP001  # a script beside what it writes

from __future__ import annotations

import dataclasses
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from difftool.api import Project


def methods() -> str:
    return "\n\n".join(_method(name, found) for name, found in _public())


def _public() -> Iterator[tuple[str, Any]]:
    for name, member in vars(Project).items():
        found = member.__func__ if isinstance(member, staticmethod) else member
        if inspect.isfunction(found) and not name.startswith("_"):
            yield name, found


def _method(name: str, found: Any) -> str:
    return f"### {name}\n\n```python\n{_signature(name, found)}\n```\n\n{_prose(found.__doc__)}"


def _signature(name: str, found: Any) -> str:
    asked = inspect.signature(found)
    parameters = [_parameter(each) for each in asked.parameters.values() if each.name != "self"]
    keyword_only = [n for n, each in enumerate(asked.parameters.values()) if each.kind is each.KEYWORD_ONLY]
    if keyword_only:
        parameters.insert(keyword_only[0] - 1, "*")
    line = f"{name}({', '.join(parameters)}) -> {asked.return_annotation}"
    if len(line) <= 100:  # noqa: PLR2004  # what fits beside a page's contents
        return line
    listed = "".join(f"    {each},\n" for each in parameters)
    return f"{name}(\n{listed}) -> {asked.return_annotation}"


def _parameter(each: inspect.Parameter) -> str:
    star = "*" if each.kind is each.VAR_POSITIONAL else ""
    default = "" if each.default is each.empty else f" = {'...' if callable(each.default) else repr(each.default)}"
    return f"{star}{each.name}: {each.annotation}{default}"


def _prose(docstring: str | None) -> str:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", textwrap.dedent(inspect.cleandoc(docstring or "")))


def fields() -> str:
    return _fields(Project)


def values() -> str:
    """Of each kind of value that a method returns: what it says, and its fields."""
    kinds = {kind.__name__: kind for _, found in _public() for kind in _returned(get_type_hints(found)["return"])}
    return "\n\n".join(
        f"### {name}\n\n`from {kind.__module__} import {name}`: {_prose(kind.__doc__)}\n\n{_fields(kind)}"
        if _described(kind)
        else f"### {name}\n\n`from {kind.__module__} import {name}`\n\n{_fields(kind)}"
        for name, kind in sorted(kinds.items())
    )


def _described(kind: Any) -> bool:
    """Not where the docstring is what dataclass made up."""
    return bool(kind.__doc__) and not kind.__doc__.startswith(f"{kind.__name__}(")


def _returned(hint: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(hint):
        yield hint
    for inner in get_args(hint):
        yield from _returned(inner)


def _fields(kind: Any) -> str:
    lines = [f"    {each.name}: {each.type}" for each in dataclasses.fields(kind)]
    return "\n".join(["```python", f"class {kind.__name__}:", *lines, "```"])

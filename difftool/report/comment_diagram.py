"""The tables that changes concern, as an entity diagram in Mermaid, which GitHub draws.

Mermaid has no way to quote everything, so a name loses what is neither a letter, a digit nor plain punctuation:
the diagram is for orientation, the exact names stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.report.sentences import short_type

_TABLES = 12
_COLUMNS = 20
_LONGEST = 60
"""characters of a name"""
_KEY = re.compile(r"(?:PRIMARY|FOREIGN) KEY \(([^)]*)\)")
_REFERENCE = re.compile(r'FOREIGN KEY \(([^)]*)\) REFERENCES ((?:"(?:[^"]|"")*"|[\w.])+)')
_NAME = re.compile(r'"((?:[^"]|"")*)"|([^",.\s]+)')
_DONE = {Verb.CREATE: "new", Verb.ALTER: "altered", Verb.DROP: "dropped"}
_KEYWORDS = ("PK", "FK", "UK")
_RELATIONS = ("table", "foreign_table")

Name = tuple[str, str]
"""schema, name"""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    keys: str
    mark: str


def diagram(changes: Iterable[Change], before: Catalog, after: Catalog) -> str:
    """Changed tables with their keys and changed columns, and the tables that they refer to; empty without any."""
    marks = {change.ident: _DONE[change.verb] for change in changes}
    tables = _tables(marks, before, after)[:_TABLES]
    if not tables:
        return ""
    objects = {**before.objects, **after.objects}
    references = sorted({pair for thing in objects.values() for pair in _reference(thing) if pair[0] in tables})
    numbers = {name: f"t{n}" for n, name in enumerate(dict.fromkeys((*tables, *(pair[1] for pair in references))))}
    lines = ["erDiagram"]
    for name, number in numbers.items():
        shown = list(_columns(name, objects, marks)) if name in tables else []
        lines += _entity(number, name, marks.get(Ident("table", *name), ""), shown)
    for child, parent, column, ident in references:
        told = f"{column} {marks[ident]}" if ident in marks else column
        lines.append(f'  {numbers[parent]} ||--o{{ {numbers[child]} : "{_text(told)}"')
    return "\n".join(lines)


def drawn(changes: Iterable[Change], before: Catalog, after: Catalog) -> str:
    """A title: "Tables", or "12 of 14 tables"."""
    count = len(_tables([change.ident for change in changes], before, after))
    return "Tables" if count <= _TABLES else f"{_TABLES} of {count} tables"


def _tables(changed: Iterable[Ident], before: Catalog, after: Catalog) -> list[Name]:
    return sorted({name for ident in changed if (name := _table(ident, before, after))})


def _table(ident: Ident, before: Catalog, after: Catalog) -> Name | None:
    """The table that the object is, or belongs to."""
    thing = after.objects.get(ident) or before.objects.get(ident)
    owner = ident if ident.kind in _RELATIONS else thing.parent if thing else None
    return (owner.schema, owner.name) if owner and owner.kind in _RELATIONS else None


def _reference(thing: CatalogObject) -> Iterator[tuple[Name, Name, str, Ident]]:
    """Child, parent, columns, constraint: of a foreign key; of anything else nothing."""
    found = _REFERENCE.match(str(thing.facts.get("definition", ""))) if thing.ident.kind == "constraint" else None
    if found:
        names = _names(found[2])
        parent = (names[0], names[1]) if len(names) > 1 else ("public", names[0])
        yield (thing.ident.schema, thing.ident.name), parent, ", ".join(_names(found[1])), thing.ident


def _names(text: str) -> list[str]:
    return [quoted.replace('""', '"') or plain for quoted, plain in _NAME.findall(text)]


def _columns(table: Name, objects: dict[Ident, CatalogObject], marks: dict[Ident, str]) -> Iterator[_Column]:
    """Those that are keys or changed; of a new or dropped table all."""
    keys = _keys(table, objects)
    mine = (i for i in objects if i.kind == "column" and (i.schema, i.name) == table)
    whole = marks.get(Ident("table", *table)) in ("new", "dropped")
    for ident in sorted(mine, key=lambda ident: int(objects[ident].notes.get("position", 0))):
        mark = marks.get(ident, "")
        if whole or mark or ident.part in keys:
            kind = short_type(str(objects[ident].facts.get("type", "")))
            yield _Column(ident.part, kind, ", ".join(keys.get(ident.part, ())), mark)


def _keys(table: Name, objects: dict[Ident, CatalogObject]) -> dict[str, list[str]]:
    """By column: PK, FK."""
    found: dict[str, list[str]] = {}
    for ident, thing in objects.items():
        definition = str(thing.facts.get("definition", ""))
        key = _KEY.match(definition) if ident.kind == "constraint" and (ident.schema, ident.name) == table else None
        for column in _names(key[1]) if key else ():
            kind = f"{definition[0]}K"
            if kind not in found.setdefault(column, []):
                found[column].append(kind)
    return found


def _entity(number: str, name: Name, mark: str, columns: list[_Column]) -> Iterator[str]:
    title = name[1] if name[0] == "public" else f"{name[0]}.{name[1]}"
    label = f'  {number}["{_text(title)}{f" ({mark})" if mark else ""}"]'
    if not columns:
        yield label
        return
    yield f"{label} {{"
    for column in columns[:_COLUMNS]:
        keys = f" {column.keys}" if column.keys else ""
        mark = f' "{column.mark}"' if column.mark else ""
        yield f"    {_word(column.type)} {_word(column.name)}{keys}{mark}"
    if len(columns) > _COLUMNS:
        yield f'    and more "{len(columns) - _COLUMNS} columns"'
    yield "  }"


def _word(name: str) -> str:
    """What Mermaid takes for a type or an attribute: letters of ASCII, digits, `_`, and it begins with a letter."""
    word = re.sub(r"[^A-Za-z0-9_]+", "_", name)[:_LONGEST].strip("_") or "x"
    if word.upper() in _KEYWORDS:
        return f"{word}_"
    return word if word[0].isalpha() else f"x_{word}"


def _text(name: str) -> str:
    """For between double quotes, where Mermaid still reads entities, comments, escapes and HTML."""
    return "".join(c if c.isalnum() or c in "_-., ()" else "_" for c in name)[:_LONGEST] or "_"

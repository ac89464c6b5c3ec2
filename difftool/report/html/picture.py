"""The changed tables before and after: which columns and keys come and go, and what refers to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from difftool.model.plan import Definition, Plan
from difftool.report.html.definitions import kept
from difftool.report.html.drawing import Arrow, Box, Row, drawn
from difftool.report.html.markup import Html, Part, element
from difftool.report.html.parts import Section
from difftool.report.layout import counted
from difftool.report.sentences import short_type

_MOST = 12
"""tables that are drawn"""
_COLUMNS = 16
_NAME = r'(?:"(?:[^"]|"")*"|[^\s",.()]+)'
_COLUMN = re.compile(rf"  column ({_NAME})(?: (.*?))?(?= not null| default | collate | generated | \(|$)")
_CONSTRAINT = re.compile(
    rf"  constraint {_NAME} (PRIMARY|FOREIGN) KEY \(([^)]*)\)(?: REFERENCES ({_NAME}(?:\.{_NAME})?))?"
)
_KIND = ("table ", "foreign table ")


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of one table. `columns` and `keys` know which of them are unchanged."""

    columns: dict[str, tuple[str, bool]]
    keys: dict[str, list[str]]
    arrows: tuple[Arrow, ...]
    whole: bool
    """whether the table is only on this side"""


def pictures(plan: Plan) -> Section:
    """Two drawings, one above the other on narrow screens."""
    concerned = [each for each in plan.definitions if each.object.startswith(_KIND)]
    tables = concerned[:_MOST]
    sides = (("Before", "-"), ("After", "+"))
    figures = [element("figure", element("figcaption", title), _figure(tables, title, mark)) for title, mark in sides]
    more = f"Drawn are {_MOST} of {len(concerned)} tables. " if len(concerned) > _MOST else ""
    note = element("p", f"{more}Columns that are no keys and do not change are only counted. ", *_key())
    return Section(
        "tables", "Tables before and after", (note, element("div", *figures, class_="pictures")) if tables else ()
    )


def _key() -> Iterator[Part]:
    for kind, sign in (("added", "+"), ("removed", "\N{MINUS SIGN}"), ("altered", "~")):
        yield element("span", f"{sign} {kind}", class_=f"key {kind}")
        yield " "


def _figure(tables: list[Definition], title: str, mark: str) -> Html:
    sides = {_name(each): _side(each, mark) for each in tables}
    there = {name: side for name, side in sides.items() if side.columns or side.keys or not side.whole}
    if not there:
        return element("p", "None of them is there.", class_="small")
    boxes = [_box(name, side, mark, _other(tables, name, mark)) for name, side in there.items()]
    arrows = [arrow for side in there.values() for arrow in side.arrows]
    strangers = dict.fromkeys(arrow.to for arrow in arrows if arrow.to not in there)
    told = "; ".join(
        [*(f"{box.name}: {counted(len(there[box.name].columns), 'column')}" for box in boxes), *map(_told, arrows)]
    )
    return drawn([*boxes, *(Box(name, (), 0) for name in strangers)], arrows, f"{title}: {told}", title.lower())


def _told(arrow: Arrow) -> str:
    return f"{arrow.table}.{arrow.column} refers to {arrow.to}"


def _name(definition: Definition) -> str:
    return definition.object.partition("table ")[2].removeprefix("public.")


def _other(tables: list[Definition], name: str, mark: str) -> _Side:
    return next(_side(each, "+" if mark == "-" else "-") for each in tables if _name(each) == name)


def _side(definition: Definition, mark: str) -> _Side:
    columns: dict[str, tuple[str, bool]] = {}
    keys: dict[str, list[str]] = {}
    arrows: list[Arrow] = []
    lines = list(kept(definition, (mark,)))
    for line, unchanged in lines:
        if found := _COLUMN.match(line):
            columns[_plain(found[1])] = (short_type(found[2] or ""), unchanged)
        elif found := _CONSTRAINT.match(line):
            names = [_plain(name) for name in re.findall(_NAME, found[2])]
            for name in names:
                keys.setdefault(name, []).append(f"{found[1][0]}K")
            if found[3]:
                to = ".".join(_plain(part) for part in re.findall(_NAME, found[3])).removeprefix("public.")
                arrows.append(Arrow(_name(definition), names[0], to, "" if unchanged else mark))
    whole = not any(line[:1] not in ("-", "+") for line in definition.diff.splitlines())
    return _Side(columns, keys, tuple(arrows), whole)


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _box(name: str, side: _Side, mark: str, other: _Side) -> Box:
    rows = []
    for column, (kind, unchanged) in side.columns.items():
        change = "" if unchanged else "~" if column in other.columns else mark
        keys = " ".join(dict.fromkeys(side.keys.get(column, ())))
        if change or keys or column in other.keys:
            rows.append(Row(column, kind, keys, change))
    shown = tuple(rows[:_COLUMNS])
    return Box(name, shown, len(side.columns) - len(shown), mark if side.whole else "")

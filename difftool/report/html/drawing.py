"""Boxes below each other, and arrows in the margin beside them, as SVG: narrow enough for a telephone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from difftool.report.html.markup import Html, element, together
from difftool.report.layout import counted

_WIDTH = 320
_HEAD = 30
_LINE = 22
_GAP = 20
_LANE = 9
"""between two arrows in the margin"""
_TIP = 6
_LETTERS = 38
"""of a line of a box, in the font of the sheet"""
_CLASSES = {"+": "added", "-": "removed", "~": "altered", "": "same"}
_SIGNS = {"+": "+", "-": "\N{MINUS SIGN}", "~": "~"}


@dataclass(frozen=True, slots=True)
class Row:
    """A column; `change` is `+`, `-`, `~` or empty."""

    name: str
    type: str
    keys: str
    change: str


@dataclass(frozen=True, slots=True)
class Box:
    """A table; `more` columns are not among its rows."""

    name: str
    rows: tuple[Row, ...]
    more: int
    change: str = ""

    @property
    def height(self) -> int:
        return _HEAD + _LINE * (len(self.rows) + bool(self.more))


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a column of a table to another table."""

    table: str
    column: str
    to: str
    change: str


def drawn(boxes: Sequence[Box], arrows: Sequence[Arrow], told: str, name: str) -> Html:
    """`told` is the drawing in words; `name` tells it from others on the page."""
    tops: dict[str, int] = {}
    bottom = 2
    for box in boxes:
        tops[box.name] = bottom
        bottom += box.height + _GAP
    width = _WIDTH + _TIP + _LANE * (len(arrows) + 1) + 2
    title = element("title", told, id=f"drawing-{name}")
    parts = (*(_drawn(box, tops[box.name]) for box in boxes), *_arrows(boxes, arrows, tops))
    return element(
        "svg",
        title,
        *parts,
        viewBox=f"0 0 {width} {bottom - _GAP + 2}",
        width=width,
        role="img",
        aria_labelledby=f"drawing-{name}",
    )


def _drawn(box: Box, top: int) -> Html:
    frame = _rectangle(top, box.height, f"box {_CLASSES[box.change]}", radius=6)
    title = _written(14, top + 20, f"{_SIGNS.get(box.change, '')} {box.name}".strip(), "title")
    lines = [_line(row, top + _HEAD + _LINE * number) for number, row in enumerate(box.rows)]
    rest = "more " if box.rows else ""
    more = _written(32, top + box.height - 7, f"… {counted(box.more, f'{rest}column')}", "quiet")
    rule = element("line", x1=2, y1=top + _HEAD, x2=_WIDTH, y2=top + _HEAD, class_="rule")
    below = [*lines, *([more] if box.more else []), rule] if box.height > _HEAD else []
    return element("g", title, *below, frame)  # the frame comes last: tints would lie on it


def _line(row: Row, top: int) -> Html:
    kind = _short(row.type, 18)
    keys = f"{row.keys} " if row.keys else ""
    name = _short(row.name, _LETTERS - len(kind) - len(keys) - 1)
    tint = _rectangle(top, _LINE, f"tint {_CLASSES[row.change]}") if row.change else Html()
    sign = _written(14, top + 15, _SIGNS[row.change], _CLASSES[row.change]) if row.change else Html()
    key = element("tspan", keys, class_="keys") if keys else ""
    text = element("text", key, name, x=32, y=top + 15)
    return together(tint, sign, text, element("text", kind, x=_WIDTH - 10, y=top + 15, class_="quiet end"))


def _arrows(boxes: Sequence[Box], arrows: Sequence[Arrow], tops: dict[str, int]) -> Iterator[Html]:
    """Each in a lane of its own, so that none lies on another."""
    known = {box.name: box for box in boxes}
    for lane, arrow in enumerate(arrows, 1):
        box = known[arrow.table]
        place = next((n for n, row in enumerate(box.rows) if row.name == arrow.column), None)
        start = tops[box.name] + (_HEAD // 2 if place is None else _HEAD + _LINE * place + _LINE // 2)
        end = tops[arrow.to] + _HEAD // 2 + (6 if arrow.to == arrow.table else 0)
        across = _WIDTH + _TIP + _LANE * lane
        path = f"M{_WIDTH} {start}H{across}V{end}H{_WIDTH + _TIP}"
        tip = f"M{_WIDTH} {end}l{_TIP + 2} -4v8z"
        kind = _CLASSES[arrow.change]
        yield together(element("path", d=path, class_=f"arrow {kind}"), element("path", d=tip, class_=f"tip {kind}"))


def _rectangle(top: int, height: int, kind: str, radius: int = 0) -> Html:
    return element("rect", x=2, y=top, width=_WIDTH - 2, height=height, rx=radius, class_=kind)


def _written(x: int, y: int, text: str, kind: str) -> Html:
    return element("text", _short(text, _LETTERS), x=x, y=y, class_=kind)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: max(longest - 1, 1)]}…"

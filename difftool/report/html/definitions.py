"""Each changed object side by side: as it is, and as it will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, repeat

from difftool.model.plan import Definition, Plan
from difftool.report.html.markup import Html, element, preformatted
from difftool.report.html.parts import Section, code, fold

_OPEN = 3
"""objects that are unfolded, where there are no more"""
_NEAR = 3
"""unchanged lines that are shown on either side of a change"""

Row = tuple[str | None, str | None]
"""a line before, the line that stands in its place after"""


def definitions(plan: Plan) -> Section:
    few = len(plan.definitions) <= _OPEN
    parts = tuple(fold(_summary(each), _table(each), is_open=few, class_="definition") for each in plan.definitions)
    return Section("definitions", "Line by line", parts)


def _summary(definition: Definition) -> Html:
    marks = [line[:1] for line in definition.diff.splitlines()]
    counts = f" {marks.count('+')} added, {marks.count('-')} removed" if " " in marks else ""
    kind = counts or (" new" if "+" in marks else " dropped")
    return element("span", code(definition.object), element("span", kind, class_="small"))


def _table(definition: Definition) -> Html:
    """What is new or goes has one side only. Roles are said because on narrow screens CSS makes no table of it."""
    pairs = list(rows(definition.diff))
    sides = [side for side, lines in zip(("before", "after"), zip(*pairs, strict=True), strict=True) if any(lines)]
    body = map(_row, pairs, repeat("alone")) if len(sides) == 1 else _shown(pairs)
    head = element("tr", *(element("th", side, scope="col", role="columnheader") for side in sides), role="row")
    caption = element("caption", definition.object, class_="unseen")
    parts = (element("thead", head, role="rowgroup"), element("tbody", *body, role="rowgroup"))
    table = element("table", caption, *parts, role="table")
    return element("div", table, class_="sides", tabindex=0, role="group", aria_label=definition.object)


def rows(diff: str) -> Iterator[Row]:
    """A removed line beside the one in its place, if it is of the same thing: `column x`, `constraint y`."""
    for same, lines in groupby(diff.splitlines(), lambda line: line[:1] not in ("-", "+")):
        texts = list(lines)
        if same:
            yield from ((text[2:], text[2:]) for text in texts)
        else:
            before = [text[2:] for text in texts if text[0] == "-"]
            after = [text[2:] for text in texts if text[0] == "+"]
            yield from _paired(before, after)


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    was, is_now = ([" ".join(line.split()[:2]) for line in side] for side in (before, after))
    for tag, start, end, new_start, new_end in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
        old, new = before[start:end], after[new_start:new_end]
        if tag == "equal":
            yield from zip(old, new, strict=True)
        else:
            yield from ((line, None) for line in old)
            yield from ((None, line) for line in new)


def _shown(pairs: list[Row]) -> Iterator[Html]:
    for same, group in groupby(pairs, lambda pair: pair[0] == pair[1]):
        lines = list(group)
        if not same or len(lines) <= 2 * _NEAR + 1:
            yield from map(_row, lines)
            continue
        yield from map(_row, lines[:_NEAR])
        cell = element("td", f"… {len(lines) - 2 * _NEAR} unchanged lines", colspan=2, role="cell")
        yield element("tr", cell, class_="skipped", role="row")
        yield from map(_row, lines[-_NEAR:])


def _row(pair: Row, kind: str = "") -> Html:
    before, after = pair
    if before == after:
        return element("tr", _cell(before), _cell(after, "again"), role="row")
    cells = (_cell(before, "removed", "del"), _cell(after, "added", "ins"))
    shown = [cell for cell, line in zip(cells, pair, strict=True) if line is not None or kind != "alone"]
    return element("tr", *shown, role="row")


def _cell(line: str | None, kind: str = "", tag: str = "span") -> Html:
    if line is None:
        return element("td", class_="nothing", role="cell")
    return element("td", element(tag, preformatted(line)), class_=kind, role="cell")


def kept(definition: Definition, marks: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The lines of one side, and whether each is unchanged."""
    for line in definition.diff.splitlines():
        if line[:1] in marks or line[:1] not in ("-", "+"):
            yield line[2:], line[:1] not in ("-", "+")

"""Lines that fit: wrapped text, labelled paragraphs, tables, and numbers as people read them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

_NARROWEST = 20
"""columns that a paragraph gets at least, however narrow the terminal"""
_GAP = "  "


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width`; the later ones start with `rest`, or as far in as `first`."""
    indent = " " * len(first) if rest is None else rest
    room = max(width, len(indent) + _NARROWEST)
    lines = textwrap.wrap(
        text,
        room,
        initial_indent=first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [line.rstrip() for line in lines] or [first.rstrip()]


def labelled(label: str, texts: Iterable[str], width: int, column: int = 12) -> list[str]:
    """Paragraphs behind one label; nothing at all where there are none."""
    lines: list[str] = []
    for text in texts:
        lines += wrapped(text, width, f"  {label if not lines else '':<{column - 2}}")
    return lines


def table(
    rows: Sequence[Sequence[str]], width: int, indent: str = _GAP, head: Callable[[str], str] | None = None
) -> list[str]:
    """Columns as wide as they need; where all do not fit, cells of the widest wrap between words, never within one.

    Where even that has no room, each row becomes lines below each other. `head` paints the first row, if that is one.
    """
    columns = [*zip(*rows, strict=True)]
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    widths = _fitting([max(map(len, column)) for column in columns], least, width - len(indent))
    if not widths:
        return list(_stacked(rows, width, indent, headed=head is not None))
    lines = [line for row in rows for line in _columns(row, widths, indent)]
    return [head(lines[0]), *lines[1:]] if head else lines


def _columns(row: Sequence[str], widths: Sequence[int], indent: str) -> Iterator[str]:
    cells = [textwrap.wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [
            (cell[number] if number < len(cell) else "").ljust(size) for cell, size in zip(cells, widths, strict=True)
        ]
        yield (indent + _GAP.join(parts)).rstrip()


def _fitting(widths: list[int], least: list[int], room: int) -> list[int]:
    """Narrowed to the room there is; empty where that would break words."""
    room -= len(_GAP) * (len(widths) - 1)
    fitting = [max(width, 1) for width in widths]
    while sum(fitting) > room:
        slack = [size if size > floor else 0 for size, floor in zip(fitting, least, strict=True)]
        if not any(slack):
            return []
        fitting[slack.index(max(slack))] -= 1
    return fitting


def _stacked(rows: Sequence[Sequence[str]], width: int, indent: str, *, headed: bool) -> Iterator[str]:
    """As "step 1", and below it, further in, a line for each other cell that says something."""
    labels = rows[0] if headed else [""] * len(rows[0])
    column = max(map(len, labels[1:]), default=0)
    for row in rows[1:] if headed else rows:
        yield f"{indent}{labels[0]} {row[0]}" if labels[0] else f"{indent}{row[0]}"
        for label, cell in zip(labels[1:], row[1:], strict=True):
            if cell:
                yield from wrapped(cell, width, f"{indent}{_GAP}{label:<{column}}{_GAP if column else ''}")


def number(value: int) -> str:
    return f"{value:,}"


def counted(value: int, noun: str) -> str:
    """As "1 step", "2 steps"."""
    return f"{number(value)} {noun}{'' if value == 1 else 's'}"


def duration(seconds: float) -> str:
    """As "30 days", "2 s", "0.31 s"."""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            return counted(int(seconds // size), unit)
    return f"{seconds:g} s"


def text_of(lines: Iterable[str]) -> str:
    """The lines as a text file: no trailing blanks, one line break at the end; nothing for no lines."""
    return "".join(f"{line.rstrip()}\n" for line in lines)

"""Changes as people look for them: what belongs to one relation stands under its name."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.compare import roots
from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.report.encode import visible
from difftool.report.layout import wrapped
from difftool.report.sentences import change_sentence, subject
from difftool.report.style import Style


def change_lines(changes: Iterable[Change], width: int, style: Style, indent: str = "  ") -> list[str]:
    """What a created or dropped parent implies is left out; parts of one relation follow its name."""
    groups: dict[str, list[Change]] = {}
    for change in roots(changes):
        groups.setdefault(_heading(change), []).append(change)
    lines: list[str] = []
    for heading, members in groups.items():
        lines += [f"{indent}{visible(heading)}"] if heading else []
        inside = f"{indent}  " if heading else indent
        for change in members:
            told = wrapped(visible(_told(change, heading)), width, inside, f"{inside}    ")
            lines += [style.change(line) for line in told]
    return lines


def _heading(change: Change) -> str:
    ident = change.ident
    return subject(Ident("", ident.schema, ident.name)).strip() if ident.part else ""


def _told(change: Change, heading: str) -> str:
    """The sentence without the relation that the heading has said already."""
    sentence = change_sentence(change)
    if not heading:
        return sentence
    return sentence.replace(f"column {heading}.", "column ", 1).replace(f" on {heading}", "", 1)

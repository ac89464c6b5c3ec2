"""Where somebody else's migrations and profiles meet, as text and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from difftool.model.clash import Clash
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style


def clashes_text(
    folder: str, profiles: Sequence[str], found: Sequence[Clash], width: int = WIDTH, style: Style = PLAIN
) -> str:
    """A verdict for each profile, below it what led to it."""
    return text_of(line for name in profiles for line in _lines(folder, name, found, width, style))


def _lines(folder: str, name: str, found: Sequence[Clash], width: int, style: Style) -> Iterator[str]:
    ours = [clash for clash in found if clash.profile == name]
    if any(clash.broken for clash in ours):
        yield style.bold(f"{visible(name)}: broken by {visible(folder)}")
    else:
        yield f"{visible(name)}: holds beside {visible(folder)}"
    for clash in ours:
        yield from wrapped(visible(f"{clash.where}: {clash.sentence}"), width, "  ", "    ")


def clashes_json(found: Sequence[Clash]) -> str:
    """A list of `{"profile", "where", "sentence", "broken"}`."""
    return json_text(list(found))

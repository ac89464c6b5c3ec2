"""One object in live and in the target, as people and programs read it."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.described import Described, Standing
from difftool.report.encode import visible, visible_lines
from difftool.report.json_text import json_text
from difftool.report.layout import labelled, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style


def described_json(found: Described) -> str:
    return json_text(found)


def described_text(found: Described, width: int = WIDTH, style: Style = PLAIN) -> str:
    """What it is to the profile, its definition or what differs in it, and what depends on it."""
    lines = [style.bold(visible(found.object)), *wrapped(visible(_verdict(found)), width, "  "), ""]
    for sentence in found.changes:
        lines += [style.change(line) for line in wrapped(visible(sentence), width, "  ", " " * 6)]
    lines += [*([""] if found.changes else []), *_definition(found, style), ""]
    lines += labelled("depends", map(visible, _dependents(found)), width)
    if found.not_compared:
        lines += wrapped(f"Not compared: {visible(', '.join(found.not_compared))}.", width, "  ")
    return text_of(lines)


def _verdict(found: Described) -> str:
    here = f"in {found.database}" if found.live else f"not in {found.database}"
    if found.standing is Standing.UNASKED:
        return here
    told = {
        Standing.MANAGED: f"managed by {found.profile}",
        Standing.UNCLAIMED: f"unclaimed: a pattern of {found.profile} matches it, and the snapshot does not know it",
        Standing.EXTERNAL: f"an external of {found.profile}: somebody else's, required, never changed",
        Standing.OUTSIDE: f"out of the scope of {found.profile}",
        Standing.UNASKED: "",
    }[found.standing]
    return f"{here}, {told}{_difference(found)}"


def _difference(found: Described) -> str:
    if found.standing is not Standing.MANAGED:
        return ""
    return "; a plan would change it:" if found.changes else "; as it should be"


def _definition(found: Described, style: Style) -> Iterator[str]:
    if found.diff:
        for line in visible_lines(found.diff).split("\n"):
            yield style.change(f"  {line}") if line[:1] != " " else f"  {line}"
    else:
        yield from (f"  {visible_lines(line)}" for line in found.live or found.target)


def _dependents(found: Described) -> tuple[str, ...]:
    return found.dependents or ("nothing depends on it",)

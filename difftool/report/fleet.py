"""How many databases fared: a line each while they are at it, and the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from difftool.model.fleet import Fared, State, Verdict
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import counted, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style

_NAMED = 5
"""databases that a line names before it only counts the others"""
_DIGEST_SHOWN = 12


def states_text(
    pattern: str, states: Sequence[State], files: Sequence[str], width: int = WIDTH, style: Style = PLAIN
) -> str:
    """A paragraph for each state: its plan's file and digest, who is ready, and who is refused why."""
    count = sum(len(state.members) for state in states)
    lines = [style.bold(f"{visible(pattern)}: {counted(count, 'database')}")]
    for state, file in zip(states, files, strict=True):
        lines += ["", *_state(state, file, width, style)]
    return text_of(lines)


def _state(state: State, file: str, width: int, style: Style) -> list[str]:
    by_verdict = {verdict: [each for each in state.members if each.verdict is verdict] for verdict in Verdict}
    lines = []
    if state.plan and state.plan.steps:
        digest = state.plan.digest.removeprefix("sha256:")[:_DIGEST_SHOWN]
        lines += wrapped(f"{visible(file)}  {counted(len(state.plan.steps), 'step')}, plan {digest}", width, "  ")
    for verdict in (Verdict.READY, Verdict.NOTHING):
        if by_verdict[verdict]:
            lines += wrapped(f"{verdict}: {_names(by_verdict[verdict])}", width, "    ")
    for each in by_verdict[Verdict.REFUSED]:
        lines += fared_lines(each, width, style)
    return lines


def _names(members: Sequence[Fared]) -> str:
    names = [visible(each.member.environment) for each in members]
    more = f", and {counted(len(names) - _NAMED, 'other')}" if len(names) > _NAMED else ""
    return f"{counted(len(names), 'database')}: {', '.join(names[:_NAMED])}{more}"


def fared_lines(fared: Fared, width: int = WIDTH, style: Style = PLAIN) -> list[str]:
    """As "✓ tenant-001  applied: equal to integrated", or "✗ tenant-044  refused with 20: …"."""
    mark, paint = ("✗", style.red) if fared.exit_code else ("✓", style.green)
    canary = " (canary)" if fared.member.canary else ""
    verdict = f"{fared.verdict} with {fared.exit_code}" if fared.exit_code else str(fared.verdict)
    what = visible(fared.sentence.removeprefix(f"{verdict}: "))
    said = f"{visible(fared.member.environment)}{canary}  {verdict}: {what}"
    first, *rest = wrapped(said, width, f"  {mark} ", " " * 6)
    return [first.replace(mark, paint(mark), 1), *rest]


def fleet_tail(all_of_them: Sequence[Fared], width: int = WIDTH, style: Style = PLAIN) -> str:
    """How many there are of each verdict, and how to go on where some are left."""
    counts = Counter(each.verdict for each in all_of_them)
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    lines = [style.bold(f"{counted(len(all_of_them), 'database')}: {told}")]
    left = [each for each in all_of_them if each.verdict is Verdict.NOT_BEGUN]
    if left:
        lines += wrapped(f"not begun: {_names(left)}", width, "  ")
    if any(each.verdict in (Verdict.REFUSED, Verdict.NOT_BEGUN) for each in all_of_them):
        lines += wrapped(
            "To go on: the same command again. What is applied stays, what stopped is resumed.", width, "  "
        )
    return text_of(lines)


def fleet_json(all_of_them: Iterable[Fared]) -> str:
    return json_text({"databases": [*all_of_them]})

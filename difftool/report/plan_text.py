"""A plan as a DBA reads it in a terminal: what changes, the steps, the proof, the way back, the dangers."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.plan import Finding, Plan
from difftool.report.between import between
from difftool.report.encode import visible
from difftool.report.hazards import hazard_lines
from difftool.report.layout import labelled, table, text_of, wrapped
from difftool.report.plan_cells import blocks, proof, touches, way_back, where
from difftool.report.style import PLAIN, WIDTH, Style

_DIGEST_SHOWN = len("sha256:") + 12


def plan_text(plan: Plan, width: int = WIDTH, style: Style = PLAIN, *, file: str = "", asking: bool = False) -> str:
    """`file` is where the plan was written; without one the last line says how to keep it.

    Not so where somebody is about to be asked whether to apply it.
    """
    if plan.empty:
        return text_of([visible(f"nothing to do: live equals {plan.destination}"), *_left_out(plan, width)])
    sections = [_changes(plan, width, style), _steps(plan, width, style), list(_judgement(plan, width))]
    lines = [style.bold(visible(f"{where(plan)} -> {plan.destination}"))]
    for number, section in enumerate(sections):
        lines += [*([""] if number and section else []), *section]
    return text_of(lines if asking else [*lines, "", *_next(plan, width, file)])


def _changes(plan: Plan, width: int, style: Style) -> list[str]:
    return [
        style.change(line) for sentence in plan.changes for line in wrapped(visible(sentence), width, "  ", " " * 6)
    ]


def _steps(plan: Plan, width: int, style: Style) -> list[str]:
    rows = [("step", "phase", "what", "blocks", "touches")]
    rows += [
        (str(s.id), s.phase.value, visible(s.title), visible(blocks(s)), visible(touches(plan, s))) for s in plan.steps
    ]
    return table(rows, width, head=style.dim)


def _judgement(plan: Plan, width: int) -> Iterator[str]:
    texts = {
        "data": [
            line for finding in plan.observed.findings if finding.count or plan.undoes for line in _finding(finding)
        ],
        "promised": [promise.sentence for promise in plan.verify],
        "between": between(plan),
        "proved": proof(plan),
        "way back": way_back(plan),
        "hazards": hazard_lines(plan.hazards) or ["none"],
    }
    for label, sentences in texts.items():
        yield from labelled(label, map(visible, sentences), width)
    yield from _left_out(plan, width)


def _finding(finding: Finding) -> list[str]:
    return [finding.sentence, *([f"  resolved by {finding.resolved_by}"] if finding.resolved_by else [])]


def _left_out(plan: Plan, width: int) -> list[str]:
    lines = labelled("noticed", map(visible, plan.information), width)
    if plan.not_compared:
        lines += wrapped(f"Not compared: {visible(', '.join(plan.not_compared))}.", width, "  ")
    return lines


def _next(plan: Plan, width: int, file: str) -> list[str]:
    digest = f"{plan.digest[:_DIGEST_SHOWN]}…"
    if not file:
        return wrapped(f"{digest}   nothing was written; -o FILE keeps the plan for review and apply", width)
    return wrapped(f"{visible(file)}  {digest}   review it, then: difftool apply {visible(file)}", width)

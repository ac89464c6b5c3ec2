"""A plan for a code review: the terminal's view as Markdown, with the SQL of each step."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.plan import Plan, Step, UndoKind
from difftool.report.between import between
from difftool.report.encode import block, cell, code
from difftool.report.hazards import hazard_lines
from difftool.report.json_text import json_text
from difftool.report.plan_cells import blocks, proof, touches, way_back, where
from difftool.report.script import terminated

_WAYS_BACK = {
    UndoKind.LOSSLESS: "lossless",
    UndoKind.QUARANTINE: "restored from quarantine",
    UndoKind.IRREVERSIBLE: "none",
}


def plan_json(plan: Plan) -> str:
    return json_text(plan)


def plan_markdown(plan: Plan) -> str:
    """Every text of the database stands in code, where it cannot act as markup."""
    if plan.empty:
        return f"Nothing to do: live equals {code(plan.destination)}.\n"
    return "\n\n".join(_parts(plan)) + "\n"


def _parts(plan: Plan) -> Iterator[str]:
    yield f"## {code(where(plan))} → {code(plan.destination)}"
    yield "\n".join(f"- {code(sentence)}" for sentence in plan.changes)
    yield "\n".join(
        [
            "| step | phase | what | blocks | touches |",
            "|---|---|---|---|---|",
            *(_row(plan, s) for s in plan.steps),
        ]
    )
    told = {
        "Data": [f.sentence for f in plan.observed.findings if f.count or plan.undoes],
        "Promised": [promise.sentence for promise in plan.verify],
        "Between": between(plan),
        "Proved": proof(plan),
        "Way back": way_back(plan),
        "Hazards": hazard_lines(plan.hazards),
        "Worth knowing": list(plan.information),
        "Not compared": list(plan.not_compared),
    }
    yield "\n".join(f"- **{label}**: {code(line)}" for label, lines in told.items() for line in lines)
    for step in plan.steps:
        yield _step(step)
    yield f"Digest: {code(plan.digest)}"


def _row(plan: Plan, step: Step) -> str:
    cells = (step.title, blocks(step), touches(plan, step))
    return f"| {step.id} | {step.phase.value} | {' | '.join(map(cell, cells))} |"


def _step(step: Step) -> str:
    sql = f"\n\n{block(terminated(step.sql))}" if step.sql else ""
    return f"**Step {step.id}** {code(step.title)}, way back: {_WAYS_BACK[step.undo.kind]}{sql}"

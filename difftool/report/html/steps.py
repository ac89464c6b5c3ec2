"""The steps in their order: whom each blocks, what it touches, what it runs, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.plan import Plan, Step, UndoKind
from difftool.report.html.markup import Html, Part, element, together
from difftool.report.html.parts import Section, chip, code, facts, fold, listed, sql
from difftool.report.layout import counted, number
from difftool.report.plan_cells import blocks, short, touches
from difftool.report.script import terminated

_BACK = {
    UndoKind.LOSSLESS: "lossless",
    UndoKind.QUARANTINE: "from quarantine",
    UndoKind.IRREVERSIBLE: "cannot be undone",
}
_STOPS = {
    "ACCESS EXCLUSIVE": ("reads and writes wait", "all"),
    "EXCLUSIVE": ("writes wait", "writes"),
    "SHARE ROW EXCLUSIVE": ("writes wait", "writes"),
    "SHARE": ("writes wait", "writes"),
}
"""lock mode -> what others wait with, and the class that paints it"""
_OPEN = 3
"""steps whose SQL is shown at once, where there are no more"""


def steps(plan: Plan) -> Section:
    items = [_step(plan, step) for step in plan.steps]
    parts = (listed(items, "ol", class_="timeline"), _locks(plan)) if items else ()
    return Section("steps", "Steps", parts)


def _step(plan: Plan, step: Step) -> Html:
    waits = blocks(step)
    stops = {_STOPS[mode][1] for mode in step.locks.values() if mode in _STOPS}
    title = element("h3", element("span", f"{step.id}", class_="number"), " ", step.title)
    chips = [chip(step.phase.value, "phase"), *([chip(code, "hazard") for code in step.hazards])]
    told = [
        ("blocks", element("span", "nobody" if waits == "-" else waits, class_=" ".join(["waits", *sorted(stops)]))),
        ("touches", touches(plan, step)),
        ("way back", _BACK[step.undo.kind] + (f": {step.undo.why}" if step.undo.why else "")),
        *_how(step),
    ]
    return together(title, element("p", *_spaced(chips)), facts(told), *_statements(plan, step), *_questions(step))


def _spaced(parts: list[Html]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield " "


def _how(step: Step) -> Iterator[tuple[str, Part]]:
    if step.batch:
        yield "batches", f"{number(step.batch.size)} rows at a time, each committed by itself"
    if not step.transaction:
        yield "transaction", "none: PostgreSQL takes it only alone"


def _statements(plan: Plan, step: Step) -> Iterator[Html]:
    few = len(plan.steps) <= _OPEN
    if step.catch_up or step.sql:
        yield fold("SQL", sql(terminated((*step.catch_up, *step.sql))), is_open=few)
    if step.undo.sql:
        yield fold("SQL of the way back", sql(terminated(step.undo.sql)))


def _questions(step: Step) -> Iterator[Html]:
    if step.probes:
        told = [
            together(f"rows that {p.about}: " if p.about else "", f"must be {number(p.must_be)}", sql(p.ask))
            for p in step.probes
        ]
        yield fold(f"Asked of the rows first: {counted(len(told), 'question')}", listed(told))


def _locks(plan: Plan) -> Html:
    """Tables by steps: who has to wait, and when."""
    relations = sorted({relation for step in plan.steps for relation in step.locks})
    if not relations:
        return Html()
    corner = element("th", "table", scope="col")
    head = [
        element("th", f"{step.id}", element("span", f" {step.phase.value}", class_="small"), scope="col")
        for step in plan.steps
    ]
    rows = (
        element(
            "tr", element("th", code(short(relation)), scope="row"), *(_lock(step, relation) for step in plan.steps)
        )
        for relation in relations
    )
    grid = element(
        "table",
        element("caption", "Locks by step"),
        element("thead", element("tr", corner, *head)),
        element("tbody", *rows),
    )
    return element("div", grid, class_="locks", tabindex=0, role="group", aria_label="Locks by step")


def _lock(step: Step, relation: str) -> Html:
    mode = step.locks.get(relation)
    if mode is None:
        return element("td", element("span", "none", class_="unseen"))
    waits, kind = _STOPS.get(mode, ("nobody waits", "none"))
    return element("td", element("span", waits, class_=f"lock {kind}"), element("span", mode.lower(), class_="mode"))

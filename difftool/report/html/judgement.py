"""What a plan rests on: what the rows answered, the dangers, the promises, the proof, the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.plan import Finding, Hazard, Plan
from difftool.report.hazards import alike, likewise, told
from difftool.report.html.markup import Html, Part, element, together
from difftool.report.html.parts import Section, chip, code, fold, listed, paragraphs, sql
from difftool.report.plan_cells import proof, way_back
from difftool.report.script import terminated

_JUDGED = {"confirm": ("you are asked", "asks"), "refuse": ("the policy refuses it", "bad"), "allow": ("noted", "good")}


def data(plan: Plan) -> Section:
    """What was asked of the rows and counted any; the rest was asked, too, and is only counted."""
    found = [finding for finding in plan.observed.findings if finding.count or plan.undoes]
    quiet = len(plan.observed.findings) - len(found)
    items = [element("article", *_finding(finding), class_="card") for finding in found]
    rest = [element("p", f"{quiet} other questions were asked of the rows: none is in the way.")] if quiet else []
    return Section("data", "What the rows say", (*items, *rest) if items else tuple(rest))


def _finding(finding: Finding) -> Iterator[Part]:
    yield element("h3", code(finding.subject))
    yield element("p", finding.sentence)
    if finding.examples:
        yield element("p", "for example ", *_with_commas(finding.examples))
    yield paragraphs(finding.notes)
    if finding.resolved_by:
        yield element("p", chip("resolved", "good"), " ", code(finding.resolved_by))
    elif finding.remedy:
        yield element("p", "Add to the profile:")
        yield sql("\n".join(finding.remedy))


def _with_commas(examples: Iterable[str]) -> Iterator[Part]:
    for number, example in enumerate(examples):
        yield from (", ", code(example)) if number else (code(example),)


def hazards(plan: Plan) -> Section:
    items = tuple(element("article", *_hazard(*each), class_="card") for each in alike(plan.hazards))
    none = (element("p", "None: no step is dangerous beyond the locks that are shown."),) if plan.steps else ()
    return Section("hazards", "Hazards", items or none)


def _hazard(hazard: Hazard, others: tuple[Hazard, ...]) -> Iterator[Part]:
    judged, kind = _JUDGED[hazard.verdict]
    yield element("h3", code(hazard.code), " ", chip(judged, kind))
    yield element("p", f"step {hazard.step}, ", code(hazard.object), ": ", told(hazard))
    if others:
        yield element("p", likewise(others))
    yield element("p", "remedy: ", hazard.remedy, class_="remedy")


def promises(plan: Plan) -> Section:
    items = [together(promise.sentence, fold("query", sql(promise.query))) for promise in plan.verify]
    told = element("p", "Asked once all steps have run; an answer other than 0 is reported as a failure.")
    return Section("promises", "Promised", (told, listed(items)) if items else ())


def proven(plan: Plan) -> Section:
    return Section("proof", "Proof", (listed(proof(plan)),) if plan.steps else ())


def back(plan: Plan) -> Section:
    """The statements, the last step's first, as `difftool rollback` starts from."""
    if not plan.steps:
        return Section("back", "Way back", ())
    undone = [f"-- step {step.id}\n{terminated(step.undo.sql)}" for step in reversed(plan.steps) if step.undo.sql]
    folded = [fold("SQL, the last step first", sql("\n\n".join(undone)))] if undone else []
    how = element(
        "p",
        code(f"difftool rollback {plan.digest.removeprefix('sha256:')[:12]}"),
        " makes it a plan of its own, once this one has run.",
    )
    return Section("back", "Way back", (listed(way_back(plan)), *([] if plan.undoes else [how]), *folded))


def left_out(plan: Plan) -> Section:
    """What is worth knowing, and what nobody looked at."""
    noticed = [listed(plan.information)] if plan.information else []
    told: list[Html] = [element("p", "Not compared:"), listed(plan.not_compared)] if plan.not_compared else []
    return Section("beside", "Beside the plan", (*noticed, *told))

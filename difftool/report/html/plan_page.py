"""A plan as one page for people who look rather than read: the verdict, then everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.plan import EQUAL, Plan
from difftool.report.encode import word
from difftool.report.hazards import to_agree
from difftool.report.html.definitions import definitions
from difftool.report.html.judgement import back, data, hazards, left_out, promises, proven
from difftool.report.html.markup import Html, element, page, together
from difftool.report.html.parts import Section, code, facts, listed
from difftool.report.html.picture import pictures
from difftool.report.html.sheet import SHEET
from difftool.report.html.steps import steps
from difftool.report.layout import counted
from difftool.report.plan_cells import blocks, way_back, where

_SIGNS = {"+": "added", "-": "removed", "~": "altered"}
_APPROVED = 12
"""characters of a digest that name a plan"""


def plan_html(plan: Plan, file: str = "") -> str:
    """`file` is where the plan is kept, for the command that applies it."""
    title = f"{plan.target.name} → {plan.destination}"
    sections = [each for each in _sections(plan) if each.parts]
    body = together(
        element("a", "Skip to the plan", href="#main", class_="skip"),
        _header(plan, file),
        element("nav", listed(each.link for each in sections), aria_label="Contents"),
        element("main", *(each.html for each in sections), id="main", tabindex=-1),
        _footer(plan),
    )
    return page(f"{title} · difftool", body, SHEET)


def _sections(plan: Plan) -> Iterator[Section]:
    yield Section(
        "changes", "What changes", (listed(map(_change, plan.changes), class_="changes"),) if plan.changes else ()
    )
    yield pictures(plan)
    yield steps(plan)
    yield definitions(plan)
    yield data(plan)
    yield hazards(plan)
    yield promises(plan)
    yield proven(plan)
    yield back(plan)
    yield left_out(plan)


def _change(sentence: str) -> Html:
    sign, _, rest = sentence.partition(" ")
    kind = _SIGNS.get(sign)
    if not kind:
        return code(sentence)
    return together(
        element("span", sign, class_=f"sign {kind}", aria_hidden="true"),
        element("span", kind, class_="unseen"),
        " ",
        code(rest),
    )


def _header(plan: Plan, file: str) -> Html:
    heading = element(
        "h1",
        code(plan.target.name),
        " ",
        element("span", "→", class_="arrow", aria_label="to"),
        " ",
        code(plan.destination),
    )
    parts = (element("p", "difftool plan", class_="brand"), heading, element("p", where(plan), class_="where"))
    return element("header", *parts, _verdict(plan), *([_next(plan, file)] if plan.steps else []))


def _verdict(plan: Plan) -> Html:
    if plan.empty:
        return element("p", f"Nothing to do: live equals {plan.destination}.", class_="verdict good")
    proof = plan.proof
    holds = (proof.forward, proof.back, proof.observer) == (EQUAL, EQUAL, EQUAL)
    asked = [hazard for hazard in plan.hazards if hazard.verdict != "allow"]
    told = (
        "Proven there and back on a copy of the live schema"
        if holds
        else "Proven there; read what the proof says of the way back"
    )
    more = f", with {counted(len(asked), 'hazard')} to confirm." if asked else "."
    return together(
        element("p", told, more, class_=f"verdict {'asks' if asked or not holds else 'good'}"),
        facts(_tiles(plan), "tiles"),
    )


def _tiles(plan: Plan) -> Iterator[tuple[str, str]]:
    waiting = sum(blocks(step) != "-" for step in plan.steps)
    for what, noun in ((plan.changes, "change"), (plan.steps, "step"), (plan.hazards, "hazard")):
        number, _, label = counted(len(what), noun).partition(" ")
        yield label, number
    yield "steps that block others", f"{waiting}"
    yield "way back", way_back(plan)[0].partition(":")[0].partition(" (")[0]


def _next(plan: Plan, file: str) -> Html:
    kept = file or f"plans/{plan.profile}.yaml"
    approved = plan.digest.removeprefix("sha256:")[:_APPROVED]
    agreed = "".join(f" --allow {word(each)}" for each in to_agree(plan.hazards))
    told = element("p", "Reviewed? This applies it, and nothing else:")
    return element(
        "div",
        told,
        element(
            "pre",
            code(f"difftool apply {word(kept)} --approve {approved}{agreed}"),
            tabindex=0,
            role="group",
            aria_label="command",
        ),
        class_="next",
    )


def _footer(plan: Plan) -> Html:
    pairs = [("digest", code(plan.digest)), ("before", code(plan.before)), ("after", code(plan.after))]
    return element("footer", facts(pairs))

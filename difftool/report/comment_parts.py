"""The parts of a comment on a pull request that tell of one plan: what to look at, its SQL, its way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from difftool.model.plan import Plan, Step
from difftool.model.review import LivePlan, Refusal, Review
from difftool.report.encode import block, cell, code, visible, word
from difftool.report.hazards import alike, hazard_lines, likewise, to_agree
from difftool.report.layout import counted, number
from difftool.report.plan_cells import blocks, proof, touches, way_back, where
from difftool.report.script import terminated

_MANY = 40
"""changes, hazards, questions that are shown one by one"""
_LONGEST = 400
"""characters of one text of a database"""
_DETAILS = 4_000
"""characters of what an error says besides its first line"""
_HEAD = ("| step | phase | what | blocks | touches |", "|---|---|---|---|---|")
_LEFT_OUT = "*{}: too long to be shown here; `difftool comment --dry-run` shows it whole.*"


@dataclass(frozen=True, slots=True)
class Fold:
    """A part that is folded, and left out where there is no room for it."""

    title: str
    text: str

    def __str__(self) -> str:
        return f"<details><summary>{self.title}</summary>\n\n{self.text}\n\n</details>"

    @property
    def left_out(self) -> str:
        return _LEFT_OUT.format(self.title)


Part = str | Fold


def refused(refusal: Refusal) -> str:
    details = "\n".join(refusal.details).strip("\n")
    told = f"**Refused** ({refusal.exit_code}): {short_code(refusal.message)}"
    return f"{told}\n\n{block(_cut(details, _DETAILS), 'text')}" if details else told


def from_base(plan: Plan, review: Review) -> Iterator[Part]:
    """A plan from the base's target to the proposed one."""
    facts = [*_facts(plan, review)]
    if facts:
        yield "\n".join(["| to look at | | |", "|---|---|---|", *some(facts, "| ")])
    if not plan.empty:
        yield f"**Proved**, without rows: {'; '.join(map(code, _proof(plan)))}"
        yield _steps(plan)
        yield _back(plan, "Way back of the schema")


def _facts(plan: Plan, review: Review) -> Iterator[str]:
    """Rows of a table: what is lost, the hazards, what is asked of the rows of each live database."""
    for name in review.losses:
        yield f"| **data loss** | {short_cell(name)} | dropped, with what it holds |"
    for h, others in alike(plan.hazards):
        verdict = f"{h.verdict}; {short_cell(h.remedy)}"
        more = f"; {short_cell(likewise(others))}" if others else ""
        yield f"| **hazard** {cell(h.code)} | step {h.step}: {short_cell(h.effect)}{more} | {verdict} |"
    asked = {(step.id, probe) for step in plan.steps for probe in step.probes}
    for step, probe in sorted(asked, key=lambda pair: (pair[0], pair[1].ask)):
        what = f"rows that {probe.about}" if probe.about else probe.ask
        yield f"| data check | step {step}: {short_cell(what)} | must be {probe.must_be} |"
    for promise in plan.verify:
        yield f"| promised | {short_cell(promise.sentence)} | asked at the end |"


def _proof(plan: Plan) -> list[str]:
    """Both sides were built from files: there is no live server with a version of its own."""
    told = [line for line in proof(plan) if not line.startswith("rehearsed on")]
    return [told[0].replace("on a copy of the live schema", "from the base's target"), *told[1:]]


def _steps(plan: Plan) -> Fold:
    cells = ((s.title, blocks(s), touches(plan, s)) for s in plan.steps)
    rows = [
        f"| {s.id} | {s.phase.value} | {' | '.join(map(short_cell, row))} |"
        for s, row in zip(plan.steps, cells, strict=True)
    ]
    sql = "\n\n".join(map(_sql, plan.steps))
    table = "\n".join([*_HEAD, *rows])
    return Fold(f"Steps and SQL: {counted(len(plan.steps), 'step')}", f"{table}\n\n{block(sql)}")


def _sql(step: Step) -> str:
    apart = f", {number(step.batch.size)} rows at a time" if step.batch else ""
    title = f"-- step {step.id}, {step.phase.value}{apart}: {visible(step.title)}"
    return f"{title}\n{terminated((*step.catch_up, *step.sql))}"


def _back(plan: Plan, title: str = "Way back") -> Fold:
    kinds = {step.undo.kind.value for step in plan.steps}
    words = {"irreversible": "not for every step", "quarantine": "lossless, rows come back from quarantine"}
    verdict = next((told for kind, told in words.items() if kind in kinds), "lossless")
    sql = "\n\n".join(f"-- step {s.id}\n{terminated(s.undo.sql)}" for s in reversed(plan.steps) if s.undo.sql)
    told = "\n".join(f"- {short_code(line)}" for line in way_back(plan))
    return Fold(f"{title}: {verdict}", f"{told}\n\n{block(sql)}" if sql else told)


def on_live(live: LivePlan, review: Review) -> Iterator[Part]:
    """What the proposal means for one live database, and how to carry it out."""
    name = code(live.environment or "the database")
    if live.refusal:
        yield f"#### On {name}: refused\n\n{refused(live.refusal)}"
    elif not live.plan or live.plan.empty:
        yield f"#### On {name}: nothing to do"
    else:
        yield f"#### On {name}: {counted(len(live.plan.steps), 'step')}"
        yield "\n".join(some([*_observed(live.plan)], "- "))
        yield _steps(live.plan)
        yield _back(live.plan)
        yield _apply(live.plan, live.environment, review.profile, f"plans/{review.file_of(live)}")


def _observed(plan: Plan) -> Iterator[str]:
    yield f"- {code(where(plan))}"
    for line in proof(plan):
        yield f"- proved {code(line)}"
    for finding in plan.observed.findings:
        if finding.count:
            rule = f"; {short_code(finding.resolved_by)}" if finding.resolved_by else ""
            yield f"- {short_code(finding.sentence)}{rule}"
    for line in hazard_lines(plan.hazards):
        yield f"- hazard: {short_code(line)}"


def _apply(plan: Plan, environment: str, profile: str, file: str) -> str:
    """A plan that is made again has the same digest, or it is another plan and not approved."""
    where_to = f" --environment {word(environment)}" if environment else ""
    approved = plan.digest.removeprefix("sha256:")[:12]
    agreed = "".join(f" --allow {word(each)}" for each in to_agree(plan.hazards))
    commands = (
        f"difftool plan --profile {word(profile)}{where_to} -o {word(file)}",
        f"difftool apply {word(file)}{where_to} --approve {approved}{agreed}",
    )
    shell = block("\n".join(commands), "sh")
    return f"Digest {code(plan.digest)}; to apply exactly this:\n\n{shell}"


def some(lines: Sequence[str], start: str) -> list[str]:
    """As many as people read; `start` begins the line that counts the others."""
    if len(lines) <= _MANY:
        return [*lines]
    more = f"{start}… and {number(len(lines) - _MANY)} more"
    return [*lines[:_MANY], f"{more} | | |" if start.startswith("|") else more]


def short_code(text: str) -> str:
    return code(_cut(visible(text), _LONGEST))


def short_cell(text: str) -> str:
    return cell(_cut(visible(text), _LONGEST))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

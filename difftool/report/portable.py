"""A plan as statements that other tools can run: no ledger, no database by name, each step with its probes."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.migration import Portable, Portion
from difftool.model.plan import Plan, Probe, Step, UndoKind
from difftool.report.encode import visible
from difftool.report.script import (
    assertion,
    before,
    header,
    needs_schema,
    raising,
    settings,
    slug,
    step_title,
    terminated,
)

_CHECKED = """\
-- Checked before each step: its probes. Not checked, and no ledger kept: which database this is, whether steps ran
-- already, and whether the schema is as it was planned for (difftool apply checks that)."""
_SETTINGS = ("search_path", "lock_timeout", "statement_timeout", "row_security", "check_function_bodies")


def portable(plan: Plan, schema: str = "") -> Portable:
    """`schema` makes what steps need that keep rows aside; it is left out where none does."""
    portions = [portion for step in plan.steps for portion in _portions(plan, step)]
    if needs_schema(plan) and schema:
        portions.insert(0, Portion("-- where rows are kept aside", "kept_aside", (terminated((schema,)),)))
    if plan.verify:
        portions.append(_promised(plan))
    return Portable(
        header=f"{header(plan)}\n{_CHECKED}",
        slug=f"back_from_{slug(plan.profile)}" if plan.undoes else f"to_{slug(plan.profile)}",
        digest=plan.digest,
        local=tuple(terminated((text,)) for text in settings(plan, local=True)),
        unset=tuple(f"set local {name} to default;" for name in _SETTINGS),
        portions=tuple(portions),
    )


def _portions(plan: Plan, step: Step) -> Iterator[Portion]:
    """What may not run in a transaction stands alone; its probes are asked before it."""
    title, name = step_title(plan, step), slug(f"{step.phase.value} {step.title}")
    asked = tuple(terminated((text,)) for text in before(step))
    statements = tuple(terminated((text,)) for text in step.sql)
    if not step.transaction and asked:
        yield Portion(title, f"check_step_{step.id}", asked)
    first = asked if step.transaction else ()
    yield Portion(title, name, (*first, *statements), tuple(_back(step)), step.transaction)


def _back(step: Step) -> Iterator[str]:
    if step.undo.kind is UndoKind.IRREVERSIBLE:
        yield terminated((raising(f"step {step.id} cannot be taken back: {step.undo.why}"),))
    yield from (terminated((text,)) for text in step.undo.sql)


def _promised(plan: Plan) -> Portion:
    asked = (Probe(ask=promise.query, about=f"against: {promise.sentence}") for promise in plan.verify)
    sentences = "".join(f"\n--   {visible(promise.sentence)}" for promise in plan.verify)
    return Portion(f"-- promised:{sentences}", "verify", tuple(terminated((assertion(probe),)) for probe in asked))

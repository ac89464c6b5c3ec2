"""Named dangers of a plan: what each one is, when it is there, and what the policy says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from difftool.model.catalog import Catalog, Ident
from difftool.model.plan import Finding, Hazard, Phase, Step
from difftool.model.profile import Policy
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.forms import form_of

DEFAULTS: Mapping[str, str] = {
    "DATA-LOSS": "refuse",
    "IRREVERSIBLE": "refuse",
    "LONG-LOCK": "confirm",
    "TABLE-REWRITE": "confirm",
    "CASCADE-REACH": "allow",
}
"""Every hazard, and the verdict where no policy names it."""

_SCANS = {"AT_SetNotNull", "AT_AddConstraint", "AT_AddIndex"}
_BLOCKS_WRITERS = {"SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What judging needs: estimates of rows by relation ("public.t"), losses that were counted, the target."""

    rows: Mapping[str, int]
    losses: tuple[Finding, ...]
    target: Catalog
    policy: Policy


def hazards_of(steps: Iterable[Step], seen: Seen, today: str) -> tuple[Hazard, ...]:
    """All hazards of all steps, judged. `today` (ISO date) ends exceptions of the policy."""
    found = [hazard for step in steps for check in CHECKS for hazard in check(step, seen)]
    return tuple(_judged(hazard, seen.policy, today) for hazard in found)


def with_codes(steps: Iterable[Step], hazards: Iterable[Hazard]) -> tuple[Step, ...]:
    """The steps, each with the codes of its hazards."""
    codes: dict[int, set[str]] = {}
    for hazard in hazards:
        codes.setdefault(hazard.step, set()).add(hazard.code)
    return tuple(replace(step, hazards=tuple(sorted(codes.get(step.id, ())))) for step in steps)


def _judged(hazard: Hazard, policy: Policy, today: str) -> Hazard:
    for exception in policy.exceptions:
        if (exception.hazard, exception.object) == (hazard.code, hazard.object) and today <= exception.until:
            return replace(hazard, verdict="allow", effect=f"{hazard.effect} (excepted: {exception.reason})")
    return replace(hazard, verdict=policy.hazards.get(hazard.code, DEFAULTS[hazard.code]))


def _data_loss(step: Step, seen: Seen) -> Iterable[Hazard]:
    for loss in seen.losses:
        if loss.count and loss.subject in step.touches:
            remedy = "keep the column or table in the snapshot, or allow DATA-LOSS in the policy"
            yield Hazard("DATA-LOSS", step.id, loss.subject, loss.sentence, remedy)


def _irreversible(step: Step, _: Seen) -> Iterable[Hazard]:
    if step.undo.kind == "irreversible":
        yield Hazard("IRREVERSIBLE", step.id, ", ".join(step.touches), step.undo.why, "there is no way back from it")


def _rewrite(step: Step, seen: Seen) -> Iterable[Hazard]:
    for relation in step.rewrites:
        rows = seen.rows.get(relation, 0)
        if rows > seen.policy.small_table:
            effect = f"rewrites about {rows:,} rows of {relation} while nobody can read or write it"
            yield Hazard("TABLE-REWRITE", step.id, relation, effect, "apply it when the table is not in use")


def _long_lock(step: Step, seen: Seen) -> Iterable[Hazard]:
    forms = [form_of(statement) for statement in step.sql]
    scans = any(
        (form.node == "IndexStmt" and form.transaction) or (set(form.actions) & _SCANS and not form.not_valid)
        for form in forms
    )
    for relation, mode in step.locks.items():
        rows = seen.rows.get(relation, 0)
        if scans and step.phase is not Phase.VALIDATE and mode in _BLOCKS_WRITERS and rows > seen.policy.small_table:
            effect = f"reads about {rows:,} rows of {relation} while it blocks writers ({mode})"
            yield Hazard("LONG-LOCK", step.id, relation, effect, "apply it when the table is not in use")


def _cascade_reach(step: Step, seen: Seen) -> Iterable[Hazard]:
    if step.phase is Phase.VALIDATE:
        return
    for thing in seen.target.objects.values():
        if str(thing.ident) in step.touches and "ON DELETE CASCADE" in str(thing.facts.get("definition", "")):
            key = foreign_key(thing, seen.target)
            reached = ", ".join(_reach(seen.target, thing.ident.schema, thing.ident.name))
            effect = f"deleting a row of {key.parent_name} deletes rows of {reached}"
            yield Hazard("CASCADE-REACH", step.id, str(thing.ident), effect, "ON DELETE SET NULL, or RESTRICT")


def cascades(target: Catalog) -> dict[tuple[str, str], list[Ident]]:
    """Foreign keys that delete, by the table (schema, name) whose deletions they follow."""
    found: dict[tuple[str, str], list[Ident]] = {}
    for thing in sorted(target.objects.values(), key=lambda thing: thing.ident):
        if thing.ident.kind == "constraint" and "ON DELETE CASCADE" in str(thing.facts.get("definition", "")):
            key = foreign_key(thing, target)
            found.setdefault((key.parent_schema, key.parent_name), []).append(thing.ident)
    return found


def _reach(target: Catalog, schema: str, name: str) -> list[str]:
    """The table itself, then every table that its deletions reach, in order of distance."""
    following, reached, waiting = cascades(target), [name], [(schema, name)]
    while waiting:
        for ident in following.get(waiting.pop(0), ()):
            if ident.name not in reached:
                reached.append(ident.name)
                waiting.append((ident.schema, ident.name))
    return reached


CHECKS: tuple[Callable[[Step, Seen], Iterable[Hazard]], ...] = (
    _data_loss,
    _irreversible,
    _rewrite,
    _long_lock,
    _cascade_reach,
)

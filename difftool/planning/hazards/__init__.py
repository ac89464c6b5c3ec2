"""Named dangers of a plan, a family a file: what each is, when it is there, and what the policy says of it.

A hazard is data (model.hazard) and a pure check. Tests plan its examples; `difftool explain` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from difftool.model.hazard import HazardKind
from difftool.model.plan import Hazard, Step
from difftool.model.profile import Policy, PolicyException
from difftool.planning.hazards import application, data, locks, reach, replication, security
from difftool.planning.hazards.rule import Activity, Danger, Rule, Seen

__all__ = [
    "DEFAULTS",
    "KINDS",
    "RULES",
    "Activity",
    "Danger",
    "Rule",
    "Seen",
    "ended",
    "hazards_of",
    "lapsed",
    "with_codes",
]

RULES: tuple[Rule, ...] = (
    data.DATA_LOSS,
    data.IRREVERSIBLE,
    locks.LONG_LOCK,
    locks.TABLE_REWRITE,
    locks.FULL_SCAN,
    application.DROPPED_NAME,
    application.RENAMED_NAME,
    application.NARROWED_TYPE,
    application.REQUIRED_COLUMN,
    reach.CASCADE_REACH,
    security.RLS_OFF,
    security.PUBLIC_GRANT,
    security.DEFINER_PATH,
    security.VIEW_BYPASSES_RLS,
    security.OPEN_TABLE,
    replication.NO_IDENTITY,
)

KINDS: Mapping[str, HazardKind] = {rule.kind.code: rule.kind for rule in RULES}

DEFAULTS: Mapping[str, str] = {code: kind.verdict for code, kind in KINDS.items()}
"""Every hazard, and the verdict where no policy names it."""


def hazards_of(seen: Seen, today: str) -> tuple[Hazard, ...]:
    """All hazards of all steps, judged, in the order of the steps. `today` (ISO date) ends exceptions of the policy."""
    found = (_judged(rule.kind, danger, seen.policy, today) for rule in RULES for danger in rule.check(seen))
    return tuple(sorted(found, key=lambda hazard: hazard.step))


def with_codes(steps: Iterable[Step], hazards: Iterable[Hazard]) -> tuple[Step, ...]:
    """The steps, each with the codes of its hazards."""
    codes: dict[int, set[str]] = {}
    for hazard in hazards:
        codes.setdefault(hazard.step, set()).add(hazard.code)
    return tuple(replace(step, hazards=tuple(sorted(codes.get(step.id, ())))) for step in steps)


def ended(policy: Policy, today: str) -> Iterator[str]:
    """A sentence for each exception that does not hold any more."""
    for each in policy.exceptions:
        if each.until < today:
            yield f"the policy's exception for {each.hazard} of {each.object} ended on {each.until}"


def lapsed(hazards: Iterable[Hazard], policy: Policy, today: str) -> Iterator[str]:
    """A sentence for each hazard that was taken because of an exception which does not hold any more."""
    for hazard in hazards:
        if hazard.verdict != "allow" or policy.hazards.get(hazard.code, DEFAULTS.get(hazard.code)) == "allow":
            continue
        until = max((each.until for each in policy.exceptions if _names(each, hazard)), default=today)
        if until < today:
            yield f"the policy's exception for {hazard.code} of {hazard.object} (step {hazard.step}) ended on {until}"


def _judged(kind: HazardKind, danger: Danger, policy: Policy, today: str) -> Hazard:
    found = Hazard(kind.code, danger.step, danger.object, danger.effect, kind.remedy, observed=danger.observed)
    for exception in policy.exceptions:
        if today <= exception.until and _names(exception, found):
            return replace(found, effect=f"{found.effect} (excepted until {exception.until}: {exception.reason})")
    return replace(found, verdict=policy.hazards.get(kind.code, kind.verdict))


def _names(exception: PolicyException, hazard: Hazard) -> bool:
    """The object as the plan tells it, or by its name alone."""
    return exception.hazard == hazard.code and exception.object in (hazard.object, hazard.object.partition(" ")[2])

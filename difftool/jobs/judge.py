"""Which dangers a plan's steps have on this database, and whether the policy takes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from difftool.errors import PolicyRefused
from difftool.jobs.current import Reading
from difftool.jobs.live import Live
from difftool.model.catalog import Catalog, Comparing
from difftool.model.plan import Finding, Hazard, Plan, Step
from difftool.model.profile import Policy, Profile
from difftool.pg.activity import replicas, writes
from difftool.planning import partitions
from difftool.planning.hazards import Activity, Seen, ended, hazards_of, lapsed
from difftool.report.hazards import refused_hazards

GRACE = timedelta(days=14)
"""how long the exception holds that a refusal proposes"""


def judged(
    live: Live,
    profile: Profile,
    current: Reading,
    target: Catalog,
    comparing: Comparing,
    steps: tuple[Step, ...],
    losses: tuple[Finding, ...],
    hints: Iterable[str] = (),
) -> tuple[Hazard, ...]:
    """The hazards of steps from `current` to `target`. Raises PolicyRefused; `hints` may tell of another way."""
    if not steps:
        return ()
    sizes = estimates(current.live, "rows"), estimates(current.live, "bytes")
    activity = Activity(*sizes, writes(live.session), replicas(live.session))
    seen = Seen(steps, current.live, target, current.whole, losses, profile.policy, comparing, activity)
    hazards = hazards_of(seen, _today().isoformat())
    refused = tuple(hazard for hazard in hazards if hazard.verdict == "refuse")
    if refused:
        codes = ", ".join(sorted({hazard.code for hazard in refused}))
        told = refused_hazards(refused, profile.place.file, (_today() + GRACE).isoformat())
        raise PolicyRefused(f"the policy refuses {codes}", details=(*told, *hints, "Nothing was changed."))
    return hazards


def ended_exceptions(policy: Policy) -> tuple[str, ...]:
    return tuple(ended(policy, _today().isoformat()))


def refuse_lapsed(plan: Plan, steps: Iterable[Step]) -> None:
    """Raises PolicyRefused where a step is yet to run that only an exception allowed, and that has ended since."""
    ours = {step.id for step in steps}
    lines = tuple(lapsed((h for h in plan.hazards if h.step in ours), plan.policy, _today().isoformat()))
    if lines:
        raise PolicyRefused(
            f"{lines[0]}: make a new plan under one that holds (where this plan has begun, difftool rollback first)",
            details=lines[1:],
        )


def estimates(catalog: Catalog, name: str) -> dict[str, int]:
    """`rows` or `bytes` by relation, as PostgreSQL estimates them; a partitioned table has those of its partitions."""
    return {f"{schema}.{table}": count for (schema, table), count in partitions.estimates(catalog, name).items()}


def _today() -> date:
    return datetime.now(UTC).date()

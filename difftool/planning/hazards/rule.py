"""What a hazard's check is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from difftool.model.catalog import EVERYTHING, Catalog, Comparing, Ident
from difftool.model.hazard import HazardKind
from difftool.model.plan import Finding, Step
from difftool.model.profile import Policy


@dataclass(frozen=True, slots=True)
class Activity:
    """What live says of its relations ("public.t"): estimates of `rows`, `bytes`, and rows written a second.

    `replicas` is the number of standbys and subscribers that follow it.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    bytes: Mapping[str, int] = field(default_factory=dict)
    writes: Mapping[str, float] = field(default_factory=dict)
    replicas: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What judging needs: the steps, both ends, losses that were counted, and how busy live is.

    `before` is live in scope, `target` was read in the shadow, `whole` is all of live. `comparing` says which grants
    the plan makes equal to the target's.
    """

    steps: tuple[Step, ...]
    before: Catalog
    target: Catalog
    whole: Catalog
    losses: tuple[Finding, ...]
    policy: Policy
    comparing: Comparing = EVERYTHING
    activity: Activity = Activity()

    def last(self, *names: str) -> Step | None:
        """The last step that changes one of these objects, named as in `Step.touches`."""
        return next((step for step in reversed(self.steps) if not set(names).isdisjoint(step.touches)), None)

    def changed(self, *kinds: str) -> Iterator[tuple[Ident, Step]]:
        """The target's objects of these kinds that a step makes or alters, each with the last that does."""
        last = {name: step for step in self.steps for name in step.touches}
        known = self.target.told
        for ident in sorted(known[name] for name in last if name in known and known[name].kind in kinds):
            yield ident, last[str(ident)]


@dataclass(frozen=True, slots=True)
class Danger:
    """One hazard that was found. `observed` is what live says of it at the moment, as "about 25,000 rows"."""

    step: int
    object: str
    effect: str
    observed: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    kind: HazardKind
    check: Callable[[Seen], Iterable[Danger]]

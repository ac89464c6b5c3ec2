"""What a proposed edit of profiles or snapshots does to one target, for those who review the edit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from difftool.model.catalog import Catalog
from difftool.model.change import Change
from difftool.model.plan import Plan


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no plan, or no target: an error of ours as a value."""

    message: str
    exit_code: int
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LivePlan:
    """What the proposed target means for one live database: a plan, or why there is none."""

    environment: str
    plan: Plan | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """`changes` lead from the base's target to the proposed one, `plan` was proven between the two, without any rows.

    `refusal` says what stands in the way of the proposed target or of a plan to it; a plan that only the policy
    refuses is there all the same. `unreadable` says why the base has no target to compare with.
    """

    profile: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    before: Catalog | None = field(default=None, repr=False)
    after: Catalog | None = field(default=None, repr=False)
    plan: Plan | None = None
    refusal: Refusal | None = None
    unreadable: Refusal | None = None
    losses: tuple[str, ...] = ()
    """what is dropped that holds rows or values, as "column public.t.c" """
    released: tuple[str, ...] = ()
    """what the base manages and the proposal does not: it stays as it is, unwatched"""
    live: tuple[LivePlan, ...] = ()

    def file_of(self, live: LivePlan) -> str:
        """What the file of that plan is called: by the profile, and where there are several also by the environment."""
        environment = re.sub(r"[^\w.-]", "_", live.environment)  # a slash would lead out of the folder
        return f"{self.profile}.yaml" if len(self.live) == 1 else f"{self.profile}.{environment}.yaml"

    @property
    def changes_something(self) -> bool:
        return bool(self.changes or self.released) or self.fate in (Fate.NEW, Fate.REMOVED)

    @property
    def worth_telling(self) -> bool:
        return self.changes_something or bool(self.refusals or self.unreadable)

    @property
    def destructive(self) -> bool:
        """Whether rows or values can be lost, or a step cannot be undone."""
        plans = (self.plan, *(live.plan for live in self.live))
        return bool(self.losses) or any(
            step.undo.kind == "irreversible" for plan in plans if plan for step in plan.steps
        )

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Of the proposal: what is wrong with the base is not the proposal's fault."""
        return tuple(found for found in (self.refusal, *(live.refusal for live in self.live)) if found)

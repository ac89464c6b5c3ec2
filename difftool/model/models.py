"""SQLAlchemy models beside the snapshot of a profile and a live database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing of one table that is not the same everywhere.

    A value is in words, as `varchar(50)`, or MISSING; None where a side has nothing to say: no database was asked, or
    Python computes the default.
    """

    subject: str
    """the table or the enum"""
    what: str
    """as `column user_id: type`, `foreign key (user_id)`; the subject's kind where the whole of it is meant"""
    models: str | None
    snapshot: str | None
    live: str | None

    @property
    def values(self) -> tuple[str | None, str | None, str | None]:
        return self.models, self.snapshot, self.live


@dataclass(frozen=True, slots=True)
class ThreeWays:
    """`tables` counts those that were compared; `database` is empty where none was named."""

    models: str
    profile: str
    database: str
    tables: int
    disagreements: tuple[Disagreement, ...]
    not_managed: tuple[str, ...] = ()
    """tables of the models outside of the profile's scope"""

    @property
    def alone(self) -> Mapping[str, int]:
        """How often each side says something that the other two do not; only where there are three."""
        found = {"models": 0, "snapshot": 0, "live": 0}
        for each in self.disagreements:
            for side, value in zip(found, each.values, strict=True):
                others = {other for other in each.values if other != value}
                if len(others) == 1 and each.values.count(value) == 1 and None not in each.values:
                    found[side] += 1
        return found

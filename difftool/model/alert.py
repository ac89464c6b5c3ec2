"""What is told to people who are not looking, and what was told before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from difftool.model.drift import Drift
from difftool.model.review import Refusal


class Event(StrEnum):
    DRIFT = "drift"
    STILL = "still"
    RESOLVED = "resolved"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Watched:
    """One profile of one database as a check has just found it: a verdict, or why there is none."""

    environment: str
    profile: str
    database: str = ""
    """name and place without credentials, as "app at db.example.org:5432" """
    drift: Drift | None = None
    failure: Refusal | None = None

    @property
    def subject(self) -> str:
        return f"{self.environment}/{self.profile}" if self.environment else self.profile

    @property
    def clean(self) -> bool:
        return self.drift is not None and self.drift.clean


@dataclass(frozen=True, slots=True)
class Alert:
    """`since` is when it was first seen, as ISO 8601 in UTC; `link` leads to the run, if there is a page of it."""

    event: Event
    found: Watched
    since: str
    fingerprint: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one receiver knows: the fingerprint of what it was told last, and when."""

    fingerprint: str
    at: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """One subject that is not clean, or whose resolution not everybody knows yet; `told` is by receiver."""

    since: str
    told: Mapping[str, Told] = field(default_factory=dict)


Memory = Mapping[str, Remembered]
"""by subject, and where no environment says it, the database"""

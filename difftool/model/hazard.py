"""A named danger, as data: what it is, what it does, what helps, and SQL with it and without it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """The way from one schema to another. `profile` are lines of YAML that the profile needs for it."""

    before: str
    after: str
    profile: str = ""


@dataclass(frozen=True, slots=True)
class HazardKind:
    """`verdict` (allow, confirm or refuse) holds where no policy names the code."""

    code: str
    title: str
    verdict: str
    condition: str
    """when there is one, as what follows "a step" """
    effect: str
    remedy: str
    bad: Example
    """a plan for it has the hazard"""
    good: Example
    """the same wish, without it"""

"""Many databases of one profile, each an environment of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from difftool.model.plan import Plan


class Verdict(StrEnum):
    READY = "ready"
    NOTHING = "nothing to do"
    APPLIED = "applied"
    REFUSED = "refused"
    ELSEWHERE = "left alone"
    """in another state than the plan starts from"""
    NOT_BEGUN = "not begun"


@dataclass(frozen=True, slots=True)
class Member:
    """`canary`: changed before the others, alone, and a reason to stop where it fails."""

    environment: str
    canary: bool = False


@dataclass(frozen=True, slots=True)
class Fared:
    """What became of one database. `exit_code` is what a command for it alone would have ended with."""

    member: Member
    verdict: Verdict
    sentence: str = ""
    exit_code: int = 0
    receipt: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Databases whose managed objects are the same, and the one plan for all of them; None where there is none."""

    plan: Plan | None
    members: tuple[Fared, ...]

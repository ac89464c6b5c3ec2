"""Everything that can go wrong in a way that we foresee, and the exit code that it ends with.

    DifftoolError
    ├── UsageError 64              the command line
    ├── ConfigError 10             profile, settings or plan file: file:line:column
    ├── SnapshotError 11           the snapshot does not load
    ├── Unreachable 12             no route, authentication, pooler
    │   └── NoDatabaseNamed        neither an option, a variable nor a setting names one
    ├── PrivilegeMissing 13        privilege, role or extension missing
    ├── ExternalMismatch 14        something of somebody else's is missing or different
    ├── NoProvenPlan 15            what is left, and why
    ├── DataRefused 20             a rule is missing, or a probe fails
    ├── PolicyRefused 21           the policy refuses a hazard
    ├── ApprovalMissing 22         not approved, or the file was edited
    ├── StalePlan 23               live changed in scope since the plan
    ├── OtherDatabase 24           the plan is for another database
    ├── AlreadyAtWork 25           another difftool holds the lock
    ├── LimitReached 26            lock or time limit, retries used up
    ├── PreflightFailed 27
    ├── Stopped 30                 stopped, resumable
    ├── VerificationFailed 31      applied, but not what was promised
    ├── NotDelivered 40            alert or comment
    └── NotCompared 41             with --strict

Anything else that escapes is a bug and ends with 1.
"""

from __future__ import annotations

from collections.abc import Iterable


class DifftoolError(Exception):
    """A foreseen failure: one line of what is wrong and where, then what to do about it.

    `details` are further lines shown below the first one (findings, YAML that would resolve it).
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", details: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.details = tuple(details)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageError(DifftoolError):
    exit_code = 64


class ConfigError(DifftoolError):
    exit_code = 10


class SnapshotError(DifftoolError):
    exit_code = 11


class Unreachable(DifftoolError):
    exit_code = 12


class NoDatabaseNamed(Unreachable):
    """Commands that can do without a database go on."""


class PrivilegeMissing(DifftoolError):
    exit_code = 13


class ExternalMismatch(DifftoolError):
    exit_code = 14


class NoProvenPlan(DifftoolError):
    exit_code = 15


class DataRefused(DifftoolError):
    exit_code = 20


class PolicyRefused(DifftoolError):
    exit_code = 21


class ApprovalMissing(DifftoolError):
    exit_code = 22


class StalePlan(DifftoolError):
    exit_code = 23


class OtherDatabase(DifftoolError):
    exit_code = 24


class AlreadyAtWork(DifftoolError):
    exit_code = 25


class LimitReached(DifftoolError):
    exit_code = 26


class PreflightFailed(DifftoolError):
    exit_code = 27


class Stopped(DifftoolError):
    exit_code = 30


class VerificationFailed(DifftoolError):
    exit_code = 31


class NotDelivered(DifftoolError):
    exit_code = 40


class NotCompared(DifftoolError):
    exit_code = 41


def outranking(codes: Iterable[int]) -> int:
    """The one exit code for several outcomes: a bug first, then errors, then differences, then success."""
    seen = set(codes)
    errors = sorted(code for code in seen if code not in (0, 1, 2))
    return 1 if 1 in seen else errors[0] if errors else 2 if 2 in seen else 0  # noqa: PLR2004  # 2 = differences

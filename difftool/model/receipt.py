"""What applying did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepReceipt:
    """`seconds` is the time of the step, `waited` the part of it that was spent waiting for locks."""

    id: int
    title: str
    phase: str
    seconds: float
    waited: float = 0.0
    rows: int | None = None
    quarantined: int | None = None
    unchanged: str = ""
    """checksum of the other columns of the rows whose values it changed, before as after; empty = none taken"""


@dataclass(frozen=True, slots=True)
class Receipt:
    digest: str
    profile: str
    steps: tuple[StepReceipt, ...]
    verdict: str
    """"equal to integrated", or what is not"""
    accounting: tuple[str, ...] = ()
    """as "llm_workflow_jobs: 5,178 rows before = 5,178 after + 0 quarantined; 137 values kept aside" """
    waiting: tuple[str, ...] = ()
    """steps that are left for later, as "step 4, contract: drop column jobs.old" """


@dataclass(frozen=True, slots=True)
class Resumed:
    """Who went on with a plan that somebody else, or an other version, had begun; `client` as in Entry."""

    by: str
    at: str
    """ISO 8601, UTC"""
    version: str
    client: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: an applied or half-applied plan."""

    digest: str
    profile: str
    started: str
    """ISO 8601, UTC"""
    finished: str
    """empty = unfinished"""
    steps_done: int
    steps: int
    next_step: str
    by: str
    approved: str
    version: str
    undoes: str = ""
    """the digest of the plan that it takes back"""
    taken_back_by: str = ""
    taken_back: str = ""
    """when a rollback of it was finished, ISO 8601, UTC; then it may run again"""
    next_phase: str = ""
    last_step: str = ""
    """when its last step was done, ISO 8601, UTC; empty where none is"""
    client: str = ""
    """the address from which it was started; empty for the server's own machine"""
    resumed: tuple[Resumed, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether it stopped half way and nobody took it back."""
        return not (self.finished or self.taken_back)

"""The plan: what was proven to work, as a small immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from difftool.model.catalog import Comparing
from difftool.model.profile import External, Policy, Scope, Verification


class Phase(StrEnum):
    """In the order in which a plan prefers them."""

    PREFLIGHT = "preflight"
    EXPAND = "expand"
    GUARD = "guard"
    FILL = "fill"
    CLEAN = "clean"
    INDEX = "index"
    ENFORCE = "enforce"
    SWAP = "swap"
    VALIDATE = "validate"
    CONTRACT = "contract"
    VERIFY = "verify"


class UndoKind(StrEnum):
    LOSSLESS = "lossless"
    QUARANTINE = "quarantine"
    IRREVERSIBLE = "irreversible"


@dataclass(frozen=True, slots=True)
class Probe:
    """A read-only question to the rows that returns one number, and what that number must be for a step to run."""

    ask: str
    must_be: int = 0
    about: str = ""
    """what a row counted by it is, as in "name a user that does not exist" """


@dataclass(frozen=True, slots=True)
class Finding:
    """A probe's answer. `remedy` is YAML that would resolve it, line by line."""

    probe: Probe
    subject: str
    """as `llm_workflow_jobs.user_id -> profiles.id`"""
    count: int
    of: int
    sentence: str
    """as "137 of 5,178 rows of llm_workflow_jobs name a row of profiles that does not exist" """
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()
    resolved_by: str = ""
    """the data rule that takes care of it, as "orphans: ... become: set-null"; empty = refused"""


@dataclass(frozen=True, slots=True)
class Undo:
    kind: UndoKind
    sql: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """How a step's statements are run a part at a time: `size` rows of `table` in the order of its primary key."""

    table: str
    """as SQL names it"""
    key: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Step:
    """Statements that commit together. `transaction` is False for the one statement that may not run in one."""

    id: int
    phase: Phase
    title: str
    sql: tuple[str, ...]
    undo: Undo
    probes: tuple[Probe, ...] = ()
    locks: Mapping[str, str] = field(default_factory=dict)
    """relation -> the strongest mode that was measured: {"public.profiles": "SHARE ROW EXCLUSIVE"}"""
    rewrites: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    """the objects that it changed when it was measured, as "constraint public.t.t_fkey" """
    hazards: tuple[str, ...] = ()
    after: str = ""
    """the fingerprint in scope once this step has committed, read where the plan was proven"""
    transaction: bool = True
    rows: bool = False
    """whether it changes rows, so that their number belongs into the receipt"""
    batch: Batch | None = None
    """each batch commits by itself; None = everything in one transaction"""
    catch_up: tuple[str, ...] = ()
    """run before the probes are asked: what rows need that arrived since an earlier step looked after them"""


@dataclass(frozen=True, slots=True)
class Hazard:
    """A named danger of a step, judged by the policy: `verdict` is allow, confirm or refuse.

    `observed` is what live said of it when the plan was made, as "about 25,000 rows": outside the digest.
    """

    code: str
    step: int
    object: str
    effect: str
    remedy: str
    verdict: str = "allow"
    observed: str = ""


EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Proof:
    forward: str
    """EQUAL, or what is not"""
    back: str
    observer: str
    sample_rows: int = 0
    no_rows_for: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """as "pgcrypto is a stub in the shadow" """


@dataclass(frozen=True, slots=True)
class TargetDatabase:
    """Which database a plan is for. `system` is pg_control_system().system_identifier, as text.

    A plan for all environments that match a pattern names no database: its fingerprint says where it fits.
    """

    environment: str
    database: str
    system: str

    @property
    def many(self) -> bool:
        return any(wildcard in self.environment for wildcard in "*?[")

    @property
    def name(self) -> str:
        return self.database or self.environment


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen when the plan was made; outside the digest, judged again at apply."""

    rows: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    host: str = ""
    """host and port, to tell a copy under the same names"""
    marks: Mapping[str, str] = field(default_factory=dict)
    """`table public.t` -> a mark of its state, to tell which object has changed since"""


@dataclass(frozen=True, slots=True)
class Definition:
    """An object before and after: lines of `diff` begin with `-`, `+` or a space; the unchanged ones are all there."""

    object: str
    """as "table public.jobs" """
    diff: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that apply needs: no profile, no snapshot. `digest` is empty until planning.seal has sealed it.

    `before` and `after` are fingerprints, prefixed with the major version on which they were read ("15:4f1c…").
    `changes` are sentences for people, one a difference.
    """

    digest: str
    profile: str
    profile_digest: str
    target: TargetDatabase
    live_major: int
    proven_on: int
    before: str
    after: str
    scope: Scope
    comparing: Comparing
    search_path: str
    changes: tuple[str, ...]
    steps: tuple[Step, ...]
    verify: tuple[Verification, ...]
    policy: Policy
    proof: Proof
    externals: tuple[External, ...] = ()
    """what others own and the scope refers to, for building a copy when the result is verified"""
    hazards: tuple[Hazard, ...] = ()
    not_compared: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    """not differences, but worth a line: column order, what is mentioned in function bodies"""
    origin: str = ""
    """the fingerprint before the first step, read where the plan was proven: what a rollback must reach"""
    definitions: tuple[Definition, ...] = ()
    """the outermost objects in which something changes"""
    undoes: str = ""
    """the digest of the applied plan that this one takes back; empty for all others"""
    observed: Observed = field(default_factory=Observed)

    @property
    def empty(self) -> bool:
        return not self.steps

    @property
    def destination(self) -> str:
        """Where it leads, for people: the profile, or the state before the plan that it takes back."""
        undone = self.undoes.removeprefix("sha256:")[:12]
        return f"the state before plan {undone} to {self.profile}" if undone else self.profile

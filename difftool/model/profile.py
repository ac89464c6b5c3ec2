"""How a target is described: the profile, its scope, its data rules, its policy; and the project's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written, for messages: `profiles/x.yaml:9:5`."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of `manages`: `public.llm_*`, `!public.x`, `function:public.f*`, `extension:citext`.

    `kind` is empty where the entry does not narrow by kind; `schema` and `name` are wildcards (`*`, `?`) with the
    quotes removed: characters that were inside double quotes are literal and marked so in `*_literal`.
    """

    text: str
    kind: str
    schema: str
    name: str
    exclude: bool = False
    quoted: tuple[bool, bool] = (False, False)
    """whether schema, name were in double quotes: then they are literal"""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which objects are managed; all else is invisible. No patterns = everything outside system schemas (`diff`)."""

    manages: tuple[Pattern, ...]
    drop: frozenset[str] = frozenset()
    """names, with schema, of unclaimed tables and sequences that may be dropped"""
    recreate: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class External:
    """Something of somebody else's that the scope refers to: required, never changed.

    `kind` is `table`, `function`, `role`, `type`, `schema`, `extension`, ...; `name` is as written, with its schema.
    """

    kind: str
    name: str
    columns: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    returns: str = ""
    place: Place = Place("")
    labels: tuple[str, ...] = ()
    """of an enum: what is known of them without a live database"""


@dataclass(frozen=True, slots=True)
class DataRule:
    """One entry of `data:`. `rule` is its first key (orphans, nulls, rekey, ...), `subject` that key's value.

    `keys` are the others, checked for name and type when loaded: see the reference's table of data rules.
    """

    rule: str
    subject: str
    keys: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class PolicyException:
    hazard: str
    object: str
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Bounds of what a plan may do. Durations in seconds, sizes in bytes."""

    hazards: Mapping[str, str] = field(default_factory=dict)
    exceptions: tuple[PolicyException, ...] = ()
    max_lock: float = 2.0
    lock_timeout: float = 1.0
    statement_timeout: float = 30.0
    online: str = "auto"
    small_table: int = 10_000
    batch: int = 5_000
    rows_per_second: int | None = None
    max_lag: float = 10.0
    quarantine_keep: float = 30 * 86_400.0
    quarantine_max: int = 10 * 1024**3
    examples: int | None = 5
    """how many example keys may be shown; None = none"""
    shadow: str = "same"
    backup: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """A sentence that must hold afterwards: the query returns one number, 0 = it holds."""

    sentence: str
    query: str


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """One SQL file of a snapshot, read: `name` is as messages show it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    description: str
    snapshot: tuple[SnapshotFile, ...]
    scope: Scope
    compare: frozenset[str] = frozenset()
    """of model.catalog.CLASSES, in the singular form used there: compared for every object"""
    ignore: frozenset[str] = frozenset()
    """of the same classes: never compared"""
    externals: tuple[External, ...] = ()
    search_path: str = "public"
    data: tuple[DataRule, ...] = ()
    verify: tuple[Verification, ...] = ()
    policy: Policy = field(default_factory=Policy)
    place: Place = Place("")
    digest: str = ""
    """sha256 of everything above as loaded, snapshot texts included; not of comments or layout"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A profile by its name, or what is wrong with it."""

    name: str
    profile: Profile | None = None
    error: str = ""
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Environment:
    name: str
    url: str
    """`$VARIABLE`: the name of the variable that holds the URL, with the dollar sign"""
    profiles: tuple[str, ...]
    canary: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """`difftool.yaml` or `[tool.difftool]`; paths are absolute. `root` is the project's folder."""

    root: str
    profiles: str
    env_file: str = ""
    database: str = ""
    """`embedded` or empty"""
    shadow: str | Mapping[str, str] = "auto"
    environments: Mapping[str, Environment] = field(default_factory=dict)
    notify: tuple[str, ...] = ()
    state: str = ".difftool"
    policy: Mapping[str, Any] = field(default_factory=dict)
    """as written: merged below each profile's own when the profile is loaded"""
    approvers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """public SSH keys by name, as the file has them that is checked out"""
    file: str = ""
    """its name in `root`; empty where there is none"""

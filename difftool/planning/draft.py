"""Steps before they were measured, and what rows need of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from difftool.model.plan import Batch, Phase, Probe, Undo
from difftool.planning.undo import Comeback

Relation = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A step before it was measured. `title` is empty where the measured changes tell it better.

    `documented_locks` are those of a statement that runs outside a transaction and so cannot be looked at.
    """

    phase: Phase
    statements: tuple[str, ...]
    relation: Relation = ("", "")
    title: str = ""
    probes: tuple[Probe, ...] = ()
    undo: Undo | None = None
    transaction: bool = True
    alone: bool = False
    rows: bool = False
    documented_locks: Mapping[str, str] = field(default_factory=dict)
    batch: Batch | None = None
    catch_up: tuple[str, ...] = ()
    closes: str = ""
    """the column (in words) into which no NULL comes any more once this has run, before it is looked for old ones"""
    asked: frozenset[str] = frozenset()
    """of what it changes (in words), that of which an earlier step has asked the rows"""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a data rule does before a constraint may be enforced: a step of its own, and what it asserts."""

    draft: Draft
    asserts: Probe


@dataclass(frozen=True, slots=True)
class Conversion:
    """A column (`about`, in words) gets another type by a declared statement, and back by another one.

    `value` is what the first makes of a row; `keep` goes before it; `comeback` says what goes around the second.
    """

    about: str
    value: str
    there: str
    back: str
    keep: tuple[str, ...]
    comeback: Comeback


@dataclass(frozen=True, slots=True)
class Sync:
    """`guard` goes before the fill: from then on new and changed rows get their value, until `release` has run.

    That is in the transaction that drops the first of `needs`, else in the last one that makes `column` NOT NULL, else
    at the end of the plan. The columns are in words, as "column public.t.c".
    """

    guard: Draft
    release: tuple[str, ...]
    column: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Data:
    """What rows need of a plan. `prelude` and `drafts` come first; `cleanings` by the name of their constraint.

    `asserts` are probes by the object (in words) whose change they guard; `before` are statements that keep aside
    what a drop or another type of that object would lose; `comebacks` say how it returns. `conversions` come before
    whatever else is proposed. `catch_ups` look once more after rows, right before the object (in words) becomes NOT
    NULL, or goes; `syncs` keep a column up to date until then. `settling` are statements to follow the one that has
    the object (in words) numbered by a sequence.
    """

    prelude: tuple[Draft, ...] = ()
    drafts: tuple[Draft, ...] = ()
    cleanings: Mapping[str, Cleaning] = field(default_factory=dict)
    asserts: Mapping[str, Probe] = field(default_factory=dict)
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comebacks: Mapping[str, Comeback] = field(default_factory=dict)
    conversions: tuple[Conversion, ...] = ()
    catch_ups: Mapping[str, tuple[Draft, ...]] = field(default_factory=dict)
    syncs: tuple[Sync, ...] = ()
    settling: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A proven statement. Pieces of one `span` (not 0) commit together: what the first drops, the last makes again."""

    statement: str
    alone: bool = False
    span: int = 0

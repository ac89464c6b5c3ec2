"""What is about to be done to a database, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Intent:
    """Relations are written as in `public.t`."""

    locks: Mapping[str, str] = field(default_factory=dict)
    """relation -> the strongest lock mode that will be taken"""
    altered: frozenset[str] = frozenset()
    """relations of the plan's own that statements change: only their owners may"""
    rewritten: frozenset[str] = frozenset()
    indexed: frozenset[str] = frozenset()
    """relations that get a new index"""
    written: frozenset[str] = frozenset()
    """relations whose rows change"""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`code` is one word for programs; `sentence` says what is there, `remedy` what to do about it."""

    code: str
    fatal: bool
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Health:
    database: str
    obstacles: tuple[Obstacle, ...]
    """the fatal ones first"""

    @property
    def fatal(self) -> bool:
        return any(obstacle.fatal for obstacle in self.obstacles)

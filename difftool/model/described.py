"""One object: what it is in live and in the target, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a profile has to do with an object."""

    MANAGED = "managed"
    UNCLAIMED = "unclaimed"
    EXTERNAL = "external"
    OUTSIDE = "outside"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Described:
    """`profile` is empty where none was named: then there is no target, and `standing` is UNASKED."""

    object: str
    """as "table public.jobs" """
    database: str
    live: tuple[str, ...]
    """the lines of its definition; none where it is not there"""
    profile: str = ""
    standing: Standing = Standing.UNASKED
    target: tuple[str, ...] = ()
    diff: str = ""
    """from live to the target, as in a plan's definitions; empty where nothing differs"""
    changes: tuple[str, ...] = ()
    """a sentence for each difference, from live to the target"""
    dependents: tuple[str, ...] = ()
    """what depends on it or on a part of it in live, directly"""
    not_compared: tuple[str, ...] = ()

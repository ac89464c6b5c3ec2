"""One way to make one difference smaller."""

from __future__ import annotations

from dataclasses import dataclass

Ways = tuple[tuple[str, ...], ...]
"""Statements that belong together, and what to say instead where they fail"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Statements that belong together: they run in one transaction, all or none. Each text is one statement.

    `about` is the object in words, for messages and for grouping into steps. `alone`: it must commit by itself
    before anything uses it (ALTER TYPE … ADD VALUE). `makes_room` names what it drops and a later one makes again.
    `otherwise` is tried where this one fails.
    """

    statements: tuple[str, ...]
    about: str = ""
    alone: bool = False
    makes_room: tuple[str, ...] = ()
    otherwise: Proposal | None = None

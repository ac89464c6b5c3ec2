"""Phased delivery: how far a plan goes before the application is deployed."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.plan import Phase, Step

_ORDER = tuple(Phase)


def up_to(steps: Sequence[Step], until: Phase | None) -> tuple[Step, ...]:
    """Those before the first one of a phase later than `until`: only what was rehearsed in this order runs in it."""
    if until is None:
        return tuple(steps)
    last = _ORDER.index(until)
    later = (number for number, step in enumerate(steps) if _ORDER.index(step.phase) > last)
    return tuple(steps[: next(later, len(steps))])

"""The way back, statement by statement, given to the steps that it undoes; what was kept aside comes back on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comeback:
    """How a dropped column or table returns with its contents.

    `add` replaces the statement that makes it (without NOT NULL; empty = as it is), `restore` follows at once;
    `backfill` and then `enforce` follow when everything that was dropped is there again.
    """

    add: str
    restore: tuple[str, ...]
    backfill: tuple[str, ...] = ()
    enforce: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backward:
    """A statement of the way back, with the objects (in words) that it changes and those that it creates."""

    statement: str
    changes: frozenset[str]
    creates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Forward:
    """A step's number and what it changed; `told` says that it brings an undo of its own."""

    id: int
    changes: frozenset[str]
    told: bool


def undo_of(
    steps: Sequence[Forward], back: Sequence[Backward], comebacks: Mapping[str, Comeback]
) -> dict[int, list[str]]:
    """Statements by step, to be run the last step first.

    A statement goes to the first step that touched what it touches: a foreign key that was added in one step and
    validated in another is dropped with the first. None may go to a later step than the statement before it.
    """
    undo: dict[int, list[str]] = {step.id: [] for step in steps}
    back = sorted(back, key=lambda each: not _adds(each, comebacks))
    told = frozenset[str]().union(*(step.changes for step in steps if step.told))
    returning = [n for n, each in enumerate(back) if each.creates & comebacks.keys()]
    last, later, home = max(returning, default=-1), _later(back, comebacks), steps[-1].id
    for number, each in enumerate(back):
        if each.changes <= told:
            continue
        homes = (step.id for step in steps if step.changes & each.changes and not step.told)
        home = min(home, next(homes, steps[0].id))
        undo[home] += _with_contents(each, comebacks)
        if number == last:
            undo[home] += later
    return undo


def _adds(each: Backward, comebacks: Mapping[str, Comeback]) -> bool:
    """Columns return before anything goes: what is to be dropped may be needed to fill them."""
    return any(comebacks[name].add for name in each.creates & comebacks.keys())


def _with_contents(each: Backward, comebacks: Mapping[str, Comeback]) -> list[str]:
    """A dropped table's columns come with the table."""
    found = [comebacks[name] for name in sorted(each.creates & comebacks.keys())]
    if not found:
        return [each.statement]
    return [found[0].add or each.statement, *(text for comeback in found for text in comeback.restore)]


def _later(back: Sequence[Backward], comebacks: Mapping[str, Comeback]) -> list[str]:
    found = [comebacks[name] for each in back for name in sorted(each.creates & comebacks.keys())]
    return [text for c in found for text in c.backfill] + [text for c in found for text in c.enforce]

"""The batches of a step: the next one, and the pause after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from difftool.model.plan import Batch, Step
from difftool.pg.ledger import Ledger
from difftool.pg.session import Session
from difftool.planning.batches import part_of, pause_after
from difftool.planning.stretches import Key, Stretch, due, next_stretch, stretch


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a step in batches has come: rows that it has walked over, and in how many seconds."""

    step: Step
    rows: int
    seconds: float


Between = Callable[[Seen], None]
"""Called after each batch but the last; what it raises stops the step there."""


def carry_on(_: Seen) -> None:
    """Do nothing between batches."""


def run_batches(
    session: Session,
    step: Step,
    batch: Batch,
    ledger: Ledger | None,
    run: Callable[[Step, Callable[[], None]], int],
    between: Between,
    per_second: int | None,
) -> None:
    """Run the batches that have not run yet. `run` commits a part, with what records it, and tells the rows changed.

    `per_second` bounds the rows that are changed in a second.
    """
    started, walked, after = time.monotonic(), 0, ledger.up_to(step) if ledger else ()

    def one(part: Step, up_to: tuple[str, ...], rows: int) -> int:
        nonlocal walked
        began = time.monotonic()
        changed = run(part, lambda: ledger.reached(step, up_to) if ledger else None)
        time.sleep(pause_after(changed, time.monotonic() - began, per_second))
        walked += rows or changed
        if changed or rows:
            between(Seen(step, walked, time.monotonic() - started))
        return changed

    if batch.key:
        condition = due(step)
        while (part := _next(session, batch, after, condition)).last:
            one(part_of(step, batch, part), part.last, batch.size)
            after = part.last
        last = part
    else:
        last = Stretch()
        while one(part_of(step, batch, last), (), 0):
            pass
    run(part_of(step, batch, last), lambda: ledger.done(step) if ledger else None)


def _next(session: Session, batch: Batch, after: Key, condition: str) -> Stretch:
    """Passing over all of a large table takes its time, and holds up nobody: there is no limit."""
    query = f"set local statement_timeout = 0;\n{next_stretch(batch, after, condition)}"
    return stretch(after, condition, next(iter(session.rows(query)), ()))

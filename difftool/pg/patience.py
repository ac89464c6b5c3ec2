"""Trying for locks: each attempt is brief, so that nobody queues behind us for long, and their number is bounded."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from psycopg2 import errors

from difftool.errors import LimitReached
from difftool.model.plan import Step
from difftool.pg.blockers import blockers
from difftool.pg.session import Session

Say = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a step runs under; times in seconds.

    `attempts` bounds how often a lock is tried for, after pauses that start at `pause` and double.
    """

    search_path: str
    lock_timeout: float = 1.0
    statement_timeout: float = 30.0
    attempts: int = 5
    pause: float = 0.5
    rows_per_second: int | None = None


def patiently(
    session: Session, conditions: Conditions, step: Step, attempt: Callable[[], T], say: Say | None
) -> tuple[T, float]:
    """What the attempt returns, and the seconds that were lost to locks; whoever holds them is named to `say`.

    Raises LimitReached once all attempts have failed, or where a statement took too long.
    """
    waited = 0.0
    if say:
        _announce(session, conditions, step, say)
    for number in range(1, conditions.attempts + 1):
        tried = time.monotonic()
        try:
            return attempt(), waited
        except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
            if number == conditions.attempts:
                raise _no_lock(session, conditions, step) from error
            pause = conditions.pause * 2 ** (number - 1) * random.uniform(0.5, 1.5)  # noqa: S311  # not a secret
            if say:
                why = "a deadlock" if isinstance(error, errors.DeadlockDetected) else _too_long(conditions)
                told = "; ".join(blockers(session, _ours(step))) or "whoever held it has just ended"
                say(f"step {step.id}: {why}, attempt {number} of {conditions.attempts}, again in {pause:.1f} s: {told}")
            time.sleep(pause)
            waited += time.monotonic() - tried
        except errors.QueryCanceled as error:
            raise _cancelled(conditions, step, time.monotonic() - tried) from error
    raise AssertionError(conditions.attempts)  # there is at least one


def _cancelled(conditions: Conditions, step: Step, seconds: float) -> LimitReached:
    """An administrator cancels with the code of the limit of time, which a step outside a transaction has not."""
    limit = f"a statement took longer than {conditions.statement_timeout:g} s (policy: statement_timeout)"
    why = limit if step.transaction and seconds >= conditions.statement_timeout else "somebody ended its statement"
    return LimitReached(f"step {step.id} ({step.title}) was cancelled: {why}; nothing of it was changed")


def _announce(session: Session, conditions: Conditions, step: Step, say: Say) -> None:
    """Those who have held on for longer than we shall wait; others come and go on any busy table."""
    for holder in blockers(session, _ours(step), older_than=conditions.lock_timeout):
        say(f"step {step.id} is about to wait: {holder}")


def _too_long(conditions: Conditions) -> str:
    return f"no lock within {conditions.lock_timeout:g} s"


def _no_lock(session: Session, conditions: Conditions, step: Step) -> LimitReached:
    return LimitReached(
        f"step {step.id} ({step.title}): tried {conditions.attempts} times for its locks, "
        f"{conditions.lock_timeout:g} s each (policy: lock_timeout); nothing of it was changed",
        details=blockers(session, _ours(step)),
    )


def _ours(step: Step) -> Mapping[str, str]:
    return {relation: mode for relation, mode in step.locks.items() if not relation.startswith("difftool.")}

"""Applies a plan in a process that kills itself at one statement, by SIGKILL: nobody there can tidy up.

The process is forked, so it starts at once; the statements are watched in it alone.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import set_wait_callback

from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.work import Work
from difftool.model.plan import Plan
from difftool.pg.session import Session
from difftool.planning.marks import MARK
from tests.golden import dangers

LEFT = "update difftool.step set after"


class Moment(StrEnum):
    BEFORE = "before"
    INSIDE = "inside"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Point:
    """One of the statements that an apply runs: the `occurrence`th of this text, from 1."""

    step: int
    text: str
    occurrence: int
    moment: Moment

    def __str__(self) -> str:
        return f"{self.moment} {' '.join(self.text.split())[:60]!r} of step {self.step}"


def apply_all(work: Work, plan: Plan) -> None:
    apply_plan(work, plan, approve=plan.digest, ask=None, allow=dangers(plan), resume=True, progress=lambda _: None)


def statements(work: Work, plan: Plan, record: Path) -> tuple[str, ...]:
    """What a whole run executes, in order; it has run then."""
    with record.open("w") as file:

        def write(run: Callable[..., int], sql: str, more: Any) -> int:
            file.write(f"{sql}\0")
            file.flush()
            return run(sql, more)

        assert _forked(work, plan, write) == 0
    return tuple(record.read_text().split("\0")[:-1])


def points(plan: Plan, executed: Sequence[str]) -> Iterator[Point]:
    """Before, inside and after each step's last statement (of its first batch), and around the COMMIT behind it.

    Then before and inside the recording of what it has left.
    """
    place = 0
    for step in plan.steps:
        place = next(n for n, text in enumerate(executed) if n >= place and _is(text, step.sql[-1]))
        yield from (_point(step.id, executed, place, moment) for moment in Moment)
        if step.transaction:
            commit = executed.index("commit", place)
            yield _point(step.id, executed, commit, Moment.INSIDE)
            yield _point(step.id, executed, commit, Moment.AFTER)
        left = next(n for n, text in enumerate(executed) if n >= place and text.startswith(LEFT))
        yield _point(step.id, executed, left, Moment.BEFORE)
        yield _point(step.id, executed, left, Moment.INSIDE)


def _is(executed: str, statement: str) -> bool:
    """Batches add their bounds behind the mark."""
    head, mark, _ = statement.partition(MARK)
    return executed.startswith(head + mark) if mark else executed == statement


def _point(step: int, executed: Sequence[str], place: int, moment: Moment) -> Point:
    return Point(step, executed[place], executed[: place + 1].count(executed[place]), moment)


def kill_at(work: Work, plan: Plan, point: Point) -> None:
    """Apply it as far as that point."""
    seen = 0

    def run_or_die(run: Callable[..., int], sql: str, more: Any) -> int:
        nonlocal seen
        seen += sql == point.text
        hit = sql == point.text and seen == point.occurrence
        if hit and point.moment is Moment.BEFORE:
            _die()
        if hit and point.moment is Moment.INSIDE:
            set_wait_callback(_send_and_die)
        changed = run(sql, more)
        if hit:
            _die()
        return changed

    status = _forked(work, plan, run_or_die)
    assert os.WIFSIGNALED(status), f"it was never {point}"
    assert os.WTERMSIG(status) == signal.SIGKILL


def _forked(work: Work, plan: Plan, around: Callable[[Callable[..., int], str, Any], int]) -> int:
    """The status of a process that applies the plan, with `around` about each statement that it executes."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    code = 1
    try:
        run = Session.execute

        def execute(self: Session, sql: str, parameters: Any = None) -> int:
            return around(lambda text, more: run(self, text, more), sql, parameters)

        Session.execute = execute  # type: ignore[method-assign]  # in this process alone
        apply_all(work, plan)
        code = 0
    except Exception:  # noqa: BLE001  # whatever it is, it is shown, and this process ends here
        traceback.print_exc()
    finally:
        os._exit(code)  # nothing of the parent's is tidied up here


def _send_and_die(connection: psycopg2.extensions.connection) -> None:
    connection.poll()
    _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)

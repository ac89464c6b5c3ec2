"""Rows that see the plan through: made for the tables that it touches, led there and back, and looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import psycopg2

from difftool.errors import DataRefused
from difftool.jobs.goal import Goal
from difftool.model.plan import EQUAL, Step, UndoKind
from difftool.pg.execute import Conditions, run_step
from difftool.pg.samples import Contents, contents, fill
from difftool.pg.session import Session
from difftool.pg.shadow import SAMPLER, Shadow
from difftool.pg.stand_in import acting, take_over
from difftool.planning.undo import undoing
from difftool.planning.way_back import undone

ROWS = 2
"""a table"""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """`forward` and `back`: EQUAL, or which rows are gone or changed; `none_for` tables as `public.t`."""

    forward: str = EQUAL
    back: str = EQUAL
    count: int = 0
    none_for: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


NO_ROWS = Witnessed()


def witnessed(shadow: Shadow, before: Goal, steps: Sequence[Step], conditions: Conditions) -> Witnessed:
    """What becomes of sample rows. Where the steps refuse them, that is a note: it depends on the data then."""
    present = {f"{i.schema}.{i.name}" for i in before.catalog.objects if i.kind == "table"}
    tables = sorted(present & {name for step in steps for name in step.locks})
    if not tables:
        return NO_ROWS
    with shadow.copied(before.scratch) as scratch, scratch.open() as session:
        take_over(session, before.applier)
        none_for = fill(session, tables, ROWS, SAMPLER if shadow.own else "")
        had = contents(session, tables)
        count, none = sum(table.rows for table in had.values()), tuple(name for name in tables if name in none_for)
        try:
            there, back = _there_and_back(session, before, steps, conditions, tables)
        except (psycopg2.IntegrityError, psycopg2.DataError, DataRefused) as error:
            return Witnessed(none_for=none, notes=(f"depends on your data: {str(error).splitlines()[0]}",))
    certain = had.keys() & there.keys() & back.keys() - _exempt(steps)
    lost = [name for name in certain if there[name].rows != had[name].rows]
    changed = [name for name in certain if not had[name].same_as(there[name], back[name])]
    return Witnessed(_told("rows are gone from", lost), _told("rows are not as before in", changed), count, none)


def _there_and_back(
    session: Session, before: Goal, steps: Sequence[Step], conditions: Conditions, tables: Sequence[str]
) -> tuple[Mapping[str, Contents], Mapping[str, Contents]]:
    found = []
    for direction in (steps, map(undoing, undone(steps))):
        with acting(session, before.applier):
            for step in direction:
                run_step(session, conditions, step)
        found.append(contents(session, tables))
    return found[0], found[1]


def _exempt(steps: Sequence[Step]) -> set[str]:
    """Where rows are to change, or come back from quarantine, which only a rollback of a real run does."""
    return {name for step in steps if step.rows or step.undo.kind is not UndoKind.LOSSLESS for name in step.locks}


def _told(what: str, tables: Iterable[str]) -> str:
    return f"{what} {', '.join(sorted(tables))}" if tables else EQUAL

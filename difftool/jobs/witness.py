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


@dataclass(frozen=True, slots=True)
class Samples:
    """What the `tables` held at the start; `none_for` as in Witnessed."""

    tables: Sequence[str]
    none_for: tuple[str, ...]
    had: Mapping[str, Contents]

    def seen(self, there: Mapping[str, Contents], back: Mapping[str, Contents], steps: Sequence[Step]) -> Witnessed:
        """What has become of them at either end."""
        had, none = self.had, tuple(name for name in self.tables if name in self.none_for)
        certain = had.keys() & there.keys() & back.keys() - _exempt(steps)
        lost = [name for name in certain if there[name].rows != had[name].rows]
        changed = [name for name in certain if not had[name].same_as(there[name], back[name])]
        count = sum(table.rows for table in had.values())
        return Witnessed(_told("rows are gone from", lost), _told("rows are not as before in", changed), count, none)


def tables_of(before: Goal, steps: Sequence[Step]) -> tuple[str, ...]:
    """Those for whose rows the steps matter."""
    present = {f"{i.schema}.{i.name}" for i in before.catalog.objects if i.kind == "table"}
    return tuple(sorted(present & {name for step in steps for name in step.locks}))


def sampled(session: Session, tables: Sequence[str], role: str) -> Samples:
    """Rows for the tables, written by the `role`."""
    none_for = fill(session, tables, ROWS, role) if tables else ()
    return Samples(tables, none_for, contents(session, tables))


def witnessed(shadow: Shadow, before: Goal, steps: Sequence[Step], conditions: Conditions) -> Witnessed:
    """What becomes of sample rows. Where the steps refuse them, that is a note: it depends on the data then."""
    tables = tables_of(before, steps)
    if not tables:
        return NO_ROWS
    with shadow.copied(before.scratch) as scratch, scratch.open() as session:
        take_over(session, before.applier)
        samples = sampled(session, tables, sampler(shadow))
        try:
            there, back = _there_and_back(session, before, steps, conditions, tables)
        except (psycopg2.IntegrityError, psycopg2.DataError, DataRefused) as error:
            none = samples.seen({}, {}, steps).none_for
            return Witnessed(none_for=none, notes=(f"depends on your data: {str(error).splitlines()[0]}",))
    return samples.seen(there, back, steps)


def sampler(shadow: Shadow) -> str:
    """The role that writes sample rows; on a server that is not ours, the one that was named."""
    return SAMPLER if shadow.own else ""


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

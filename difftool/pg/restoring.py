"""What a rollback has to do, and what it would bring back, before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from psycopg2 import errors

from difftool.model.plan import Finding, Step
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.planning.undo import undoing
from difftool.planning.way_back import Restore, conflicts, newer, undone


def counted(session: Session, restores: Iterable[Restore], resolved_by: str) -> tuple[Finding, ...]:
    """A finding for each quarantine table that is not empty: `count` are conflicts, `of` is what is kept.

    `resolved_by` is what takes care of conflicts. Where the place to which it returns has yet to be made again,
    nothing newer can be there: all of it counts as returning.
    """
    return tuple(_counted(session, each, resolved_by) for each in restores if each.kept.rows)


def _counted(session: Session, restore: Restore, resolved_by: str) -> Finding:
    probe = conflicts(restore)
    of = restore.kept.rows
    count, changed = (int(session.value(question)) for question in (probe.ask, newer(restore)))
    what = "value" if restore.column else "row"
    many, come = (what, "comes") if of == 1 else (f"{what}s", "come")
    told = [f"{of - count - changed:,} of {of:,} {many} of {restore.subject} {come} back"]
    told += [f"{changed:,} changed or deleted since: the newer state stays"] if changed else []
    told += [f"{count:,} in conflict: key or unique value taken, or what they refer to is gone"] if count else []
    return Finding(probe, restore.subject, count, of, "; ".join(told), resolved_by=resolved_by if count else "")


_AS_IT_IS = (
    errors.DependentObjectsStillExist,
    errors.DuplicateTable,
    errors.DuplicateColumn,
    errors.DuplicateObject,
    errors.InvalidTableDefinition,
    errors.UndefinedTable,
    errors.UndefinedColumn,
    errors.UndefinedObject,
)
"""what a statement meets that makes what is there (of a primary key: a wrong definition), or drops what is not, or is
still needed because it is the old one under the new one's name"""


def with_needed_undo(session: Session, conditions: Conditions, ran: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with what of their undo has something to do, tried in a copy: they are undone there afterwards.

    Whether that has led to the beginning is for the caller to see.
    """
    needed = {step.id: _needed(session, conditions, step) for step in undone(ran)}
    return tuple(replace(step, undo=replace(step.undo, sql=needed.get(step.id, ()))) for step in ran)


def _needed(session: Session, conditions: Conditions, step: Step) -> tuple[str, ...]:
    return tuple(text for text in step.undo.sql if _runs(session, conditions, undoing(step), text))


def _runs(session: Session, conditions: Conditions, step: Step, statement: str) -> bool:
    try:
        run_step(session, conditions, replace(step, sql=(statement,)))
    except _AS_IT_IS:
        return False
    return True

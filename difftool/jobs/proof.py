"""The proof of a plan: it is run in a copy as apply and rollback run it, and the ends are compared."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg2

from difftool.diff.compare import compare, roots
from difftool.diff.scope import within
from difftool.errors import PrivilegeMissing
from difftool.jobs.goal import Goal
from difftool.jobs.observer import observed
from difftool.jobs.witness import NO_ROWS, witnessed
from difftool.model.catalog import Catalog
from difftool.model.plan import EQUAL, Proof, Step
from difftool.pg.catalog.read import read_catalog
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.pg.stand_in import StandIn, acting, take_over
from difftool.pg.stubs import stub_functions
from difftool.planning.stubs import stubs_in, uncomputed
from difftool.planning.undo import undoing
from difftool.planning.way_back import undone
from difftool.report.sentences import change_sentence


def proof_of(shadow: Shadow, before: Goal, target: Goal, steps: tuple[Step, ...], conditions: Conditions) -> Proof:
    """Run them, and back, as the role that will apply. Raises PrivilegeMissing where that may not run one."""
    with shadow.copied(before.scratch) as scratch:
        with scratch.open() as session:
            take_over(session, before.applier)
            _run(session, conditions, steps, before.applier)
            arrived, stubs = read_catalog(session), stub_functions(session)
            observer = observed(scratch, arrived, target)
            _run(session, conditions, map(undoing, undone(steps)), before.applier)
            returned = read_catalog(session)
        observer_back = observed(scratch, returned, before)
    forward, back = _differs(arrived, target), _differs(returned, before)
    rows = witnessed(shadow, before, steps, conditions) if (forward, back) == (EQUAL, EQUAL) else NO_ROWS
    if rows.none_for and stubs:
        forward = uncomputed(steps, stubs, rows.none_for) or forward
    return Proof(
        forward if forward != EQUAL else rows.forward,
        back if back != EQUAL else rows.back,
        observer if observer != EQUAL else observer_back,
        rows.count,
        rows.none_for,
        (*before.applier.notes, *stubs_in(before.whole, arrived), *rows.notes),
    )


def _run(session: Session, conditions: Conditions, steps: Iterable[Step], applier: StandIn) -> None:
    with acting(session, applier):
        for step in steps:
            try:
                run_step(session, conditions, step)
            except psycopg2.errors.InsufficientPrivilege as error:
                raise PrivilegeMissing(
                    f"{applier.role} may not run a step of the plan ({step.title}): {error.diag.message_primary}: "
                    "plan and apply as a role that may, or grant it the right"
                ) from error


def _differs(reached: Catalog, goal: Goal) -> str:
    changes = compare(within(reached, goal.scope), goal.catalog, goal.comparing)
    return "; ".join(change_sentence(change) for change in roots(changes)[:5]) or EQUAL

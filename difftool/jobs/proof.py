"""The proof of a plan: it is run in a copy as apply and rollback run it, and the ends are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg2

from difftool.diff.compare import compare, roots
from difftool.diff.scope import within
from difftool.errors import DifftoolError, PrivilegeMissing
from difftool.jobs.goal import Goal
from difftool.jobs.observer import observed
from difftool.jobs.witness import Witnessed, sampled, sampler, tables_of, witnessed
from difftool.model.catalog import Catalog
from difftool.model.plan import EQUAL, Proof, Step
from difftool.pg.catalog.read import read_catalog
from difftool.pg.execute import Conditions, run_step
from difftool.pg.samples import contents
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.pg.stand_in import StandIn, acting, take_over
from difftool.pg.stubs import stub_functions
from difftool.planning.stubs import stubs_in, uncomputed
from difftool.planning.undo import undoing
from difftool.planning.way_back import undone
from difftool.report.sentences import change_sentence


@dataclass(frozen=True, slots=True)
class _Ends:
    """What was seen where the steps and their way back lead: EQUAL, or what differs."""

    arrived: Catalog
    stubs: frozenset[str]
    forward: str
    back: str
    observer: str
    rows: Witnessed

    @property
    def as_wished(self) -> bool:
        return {self.forward, self.back, self.observer, self.rows.forward, self.rows.back} == {EQUAL}


def proof_of(shadow: Shadow, before: Goal, target: Goal, steps: tuple[Step, ...], conditions: Conditions) -> Proof:
    """Run them, and back, as the role that will apply. Raises PrivilegeMissing where that may not run one.

    Sample rows go along; only where they are in the way, or would be changed, they go alone in a copy of their own.
    """
    together = _beside_rows(shadow, before, target, steps, conditions)
    ends = together or _ends(shadow, before, target, steps, conditions)
    forward, back, rows = ends.forward, ends.back, ends.rows
    if not together and (forward, back) == (EQUAL, EQUAL):
        rows = witnessed(shadow, before, steps, conditions)
    if rows.none_for and ends.stubs:
        forward = uncomputed(steps, ends.stubs, rows.none_for) or forward
    return Proof(
        forward if forward != EQUAL else rows.forward,
        back if back != EQUAL else rows.back,
        ends.observer,
        rows.count,
        rows.none_for,
        (*before.applier.notes, *stubs_in(before.whole, ends.arrived), *rows.notes),
    )


def _beside_rows(
    shadow: Shadow, before: Goal, target: Goal, steps: tuple[Step, ...], conditions: Conditions
) -> _Ends | None:
    """Both at once, where the steps leave the rows alone; None where that does not show all that is wished."""
    tables = tables_of(before, steps)
    if not tables or any(step.rows for step in steps):
        return None
    try:
        ends = _ends(shadow, before, target, steps, conditions, tables)
    except (psycopg2.Error, DifftoolError):
        return None
    return ends if ends.as_wished else None


def _ends(
    shadow: Shadow,
    before: Goal,
    target: Goal,
    steps: tuple[Step, ...],
    conditions: Conditions,
    tables: Sequence[str] = (),
) -> _Ends:
    with shadow.copied(before.scratch) as scratch, scratch.open() as session:
        take_over(session, before.applier)
        samples = sampled(session, tables, sampler(shadow))
        _run(session, conditions, steps, before.applier)
        arrived, stubs, there = read_catalog(session), stub_functions(session), contents(session, tables)
        observer = observed(scratch, arrived, target)
        _run(session, conditions, map(undoing, undone(steps)), before.applier)
        returned, rows = read_catalog(session), samples.seen(there, contents(session, tables), steps)
        observer_back = observed(scratch, returned, before)
    forward, back = _differs(arrived, target), _differs(returned, before)
    return _Ends(arrived, stubs, forward, back, observer if observer != EQUAL else observer_back, rows)


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

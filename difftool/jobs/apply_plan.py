"""Carry out a plan that was reviewed: exactly that one, on exactly that database, and look afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from difftool import __version__
from difftool.errors import DifftoolError, Stopped, VerificationFailed
from difftool.files.plans import write_plan
from difftool.jobs import admit
from difftool.jobs.live import Live, open_live
from difftool.jobs.returned import returned, waiting_to_return
from difftool.jobs.verify import differs
from difftool.jobs.work import Work
from difftool.model.plan import Plan, Step
from difftool.model.receipt import Receipt, StepReceipt
from difftool.pg import ledger
from difftool.pg.batches import Between, Seen
from difftool.pg.execute import conditions_of, run_step
from difftool.pg.interrupt import Interruption, interruptible
from difftool.pg.locks import alone
from difftool.pg.promises import broken
from difftool.pg.session import Session
from difftool.pg.worded import worded
from difftool.report.receipt import batch_line
from difftool.sql.quote import qualified

SAID_EVERY = 2.0
"""seconds"""
Ask = Callable[[str], bool]
Progress = Callable[[StepReceipt], None]


@dataclass(frozen=True, slots=True)
class _Rows:
    """How many a table has now; how many of its rows, and of its values, are kept aside."""

    rows: int
    quarantined: int
    values: int


def apply_plan(
    work: Work,
    plan: Plan,
    *,
    approve: str | None,
    ask: Ask | None,
    resume: bool = False,
    dry_run: bool = False,
    progress: Progress,
) -> Receipt:
    """Run the steps that have not run yet, and verify. `dry_run` stops before the first change.

    `ask` puts a yes-no question to a person, None where nobody can be asked; `approve` is the digest that was
    reviewed.
    """
    admit.refuse_edited(plan)
    with open_live(work, read_only=dry_run) as live:
        session, identity = live.session, live.identity
        admit.refuse_other_database(plan, identity, live.address)
        with nullcontext() if dry_run else alone(session):
            steps = admit.remaining(session, plan, resume=resume)
            if not steps:
                return Receipt(plan.digest, plan.profile, (), f"complete: {plan.destination}, nothing left to do")
            if not dry_run:
                admit.clear_interrupted(session, plan)
            admit.refuse_stale(session, plan)
            admit.refuse_data(session, plan, steps)
            ledger.refuse_without_rights(session)
            if dry_run:
                return Receipt(plan.digest, plan.profile, (), f"ready: {admit.counted(len(steps))} would run")
            if approve and admit.elsewhere(plan, identity):
                work.say(admit.elsewhere(plan, identity))
            approved = admit.require_approval(plan, identity, len(steps), approve, ask)
            admit.refuse_stale(session, plan)  # again: people take their time to answer
            return _carry_out(work, live, plan, steps, approved, progress)


def _carry_out(
    work: Work, live: Live, plan: Plan, steps: tuple[Step, ...], approved: str, progress: Progress
) -> Receipt:
    session = live.session
    ledger.prepare(session)
    ledger.start(session, plan, approved=approved, version=__version__, text=write_plan(plan))
    before, kept_before = _rows(session, plan), waiting_to_return(session, plan)
    receipts = _run(work, session, plan, steps, progress)
    _verify(work, live, plan)
    accounting = (
        *_accounting(before, _rows(session, plan)),
        *_unchanged(receipts),
        *returned(session, plan, kept_before),
    )
    return Receipt(plan.digest, plan.profile, receipts, f"equal to {plan.destination}", accounting)


def _run(
    work: Work, session: Session, plan: Plan, steps: tuple[Step, ...], progress: Progress
) -> tuple[StepReceipt, ...]:
    book = ledger.Ledger(session, plan.digest, lambda step: admit.state_after(session, plan, step))
    receipts: list[StepReceipt] = []
    with interruptible() as interruption:
        try:
            for step in steps:
                interruption.check()
                with worded():
                    between = _between(work, plan, interruption)
                    receipts.append(run_step(session, conditions_of(plan), step, ledger=book, between=between))
                progress(receipts[-1])
        except (DifftoolError, KeyboardInterrupt) as error:
            done = len(plan.steps) - len(steps) + len(receipts)
            raise _stopped(plan, done, error, interrupted=interruption.requested) from error
    return tuple(receipts)


def _between(work: Work, plan: Plan, interruption: Interruption) -> Between:
    """What happens between two batches: a signal stops the step there, and how far it has come is said at times."""
    told = 0.0

    def between(seen: Seen) -> None:
        nonlocal told
        interruption.check()
        if seen.seconds - told >= SAID_EVERY:
            told = seen.seconds
            work.say(batch_line(seen.step, seen.rows, seen.seconds, plan.observed.rows))

    return between


def _stopped(plan: Plan, done: int, error: DifftoolError | KeyboardInterrupt, *, interrupted: bool) -> DifftoolError:
    """The same kind of error, or Stopped, that says how to go on."""
    onward = f"{done} of {len(plan.steps)} steps have run. To go on: difftool apply PLAN --resume"
    if interrupted or isinstance(error, KeyboardInterrupt):
        return Stopped("stopped by a signal; what had begun was rolled back", details=(onward,))
    kind = Stopped if type(error) is DifftoolError else type(error)
    return kind(error.message, where=error.where, details=(*error.details, onward))


def _verify(work: Work, live: Live, plan: Plan) -> None:
    lines = broken(live.session, plan.verify, plan.search_path)
    different = differs(work, live, plan)
    if different or lines:
        raise VerificationFailed("applied, but not what was promised", details=(*filter(None, [different]), *lines))


def _rows(session: Session, plan: Plan) -> Mapping[str, _Rows]:
    """Of each table that a data step changes."""
    return {
        table: _Rows(_count(session, table), _kept(session, table, "rows"), _kept(session, table, "values"))
        for table in _tables_with_changed_rows(plan)
    }


def _tables_with_changed_rows(plan: Plan) -> list[str]:
    tables = {t for step in plan.steps if step.rows for t, mode in step.locks.items() if mode == "ROW EXCLUSIVE"}
    return sorted(table for table in tables if not table.startswith("difftool."))


def _count(session: Session, table: str) -> int:
    return int(session.value(f"select count(*) from {qualified(*table.split('.', 1))}"))


def _kept(session: Session, table: str, kind: str) -> int:
    ask = (
        "select coalesce(sum(rows), 0)::bigint from difftool.quarantine"
        " where kind = %s and source_schema = %s and source_table = %s"
    )
    return int(session.value(ask, [kind, *table.split(".", 1)]))


def _accounting(before: Mapping[str, _Rows], after: Mapping[str, _Rows]) -> tuple[str, ...]:
    """For people: the executor itself refuses a step that loses rows, and others may write meanwhile."""
    lines = []
    for table, now in after.items():
        then = before[table]
        moved, values = now.quarantined - then.quarantined, now.values - then.values
        line = f"{table}: {then.rows:,} rows before = {now.rows:,} after + {moved:,} quarantined"
        if moved < 0:
            line = f"{table}: {then.rows:,} rows before + {-moved:,} out of quarantine = {now.rows:,} after"
        others = now.rows + moved - then.rows
        line += f", {abs(others):,} {'more' if others > 0 else 'fewer'} by others" if others else ""
        lines.append(line + (f"; {values:,} {'value' if values == 1 else 'values'} kept aside" if values > 0 else ""))
    return tuple(lines)


def _unchanged(receipts: tuple[StepReceipt, ...]) -> tuple[str, ...]:
    return tuple(
        f"step {each.id}: the other columns of the {each.quarantined:,} changed rows are as they were"
        f" (checksum {each.unchanged})"
        for each in receipts
        if each.unchanged
    )

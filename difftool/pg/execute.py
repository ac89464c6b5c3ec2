"""Runs steps. Rehearsal and apply call the same function: what was proven is what happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from psycopg2 import DataError, Error, errors

from difftool.errors import DataRefused
from difftool.model.plan import Plan, Probe, Step, UndoKind
from difftool.model.receipt import StepReceipt
from difftool.pg.batches import Between, carry_on, run_batches
from difftool.pg.ledger import Ledger
from difftool.pg.patience import Conditions, Say, patiently
from difftool.pg.session import Row, Session
from difftool.planning.detaching import finishing
from difftool.planning.untouched import changes_any, untouched

__all__ = ["Conditions", "conditions_of", "refused", "run_step", "undo_interrupted", "unmet", "unmet_now"]

_NOT_THERE = (
    errors.UndefinedTable,
    errors.UndefinedColumn,
    errors.UndefinedFunction,
    errors.UndefinedObject,
    errors.InvalidSchemaName,
    errors.CannotCoerce,
    errors.DatatypeMismatch,
)

_NOTHING_DONE = "42"
"""SQLSTATE class of statements that PostgreSQL refuses before it does anything: a name that is taken, say."""

_UNBOUNDED = {"lock_timeout": "0", "statement_timeout": "0"}
"""for statements that wait without blocking anybody"""

_COUNTS = """
select coalesce(sum(inserted + updated + deleted) filter (where not ours), 0)::bigint,
  coalesce(sum(deleted) filter (where not ours), 0)::bigint,
  coalesce(sum(inserted) filter (where ours and relname like 'kept\\_%'), 0)::bigint
from (select relname, relnamespace = coalesce(pg_catalog.to_regnamespace('difftool'), 0) as ours,
    pg_catalog.pg_stat_get_xact_tuples_inserted(oid) as inserted,
    pg_catalog.pg_stat_get_xact_tuples_updated(oid) as updated,
    pg_catalog.pg_stat_get_xact_tuples_deleted(oid) as deleted
  from pg_catalog.pg_class where relkind = 'r' and oid >= 16384) as t
"""
"""Rows changed, deleted and kept aside by this session since its counters were last flushed: only differences count.

Of tables of users (whose oids begin at 16384); the view pg_stat_xact_user_tables takes three times as long.
"""


@dataclass(frozen=True, slots=True)
class _Rows:
    changed: int
    kept: int
    unchanged: str = ""
    waited: float = 0.0


def conditions_of(plan: Plan) -> Conditions:
    policy = plan.policy
    return Conditions(
        plan.search_path, policy.lock_timeout, policy.statement_timeout, rows_per_second=policy.rows_per_second
    )


def run_step(
    session: Session,
    conditions: Conditions,
    step: Step,
    *,
    ledger: Ledger | None = None,
    between: Between = carry_on,
    say: Say | None = None,
) -> StepReceipt:
    """Run a step and commit it, together with its ledger row; a step in batches, one after another.

    A step outside a transaction runs without time limits, for its statements wait without blocking anybody; what it
    leaves half done is undone before the error goes on. Not so DETACH PARTITION CONCURRENTLY: in the end it keeps
    everybody out of the partition, so it has the limits, and what it has begun is finished by the next attempt.
    `waited` counts attempts lost to a lock, and their pauses; `say` is told who holds what it waits for.

    Raises:
        DataRefused: a probe does not hold, or rows would be deleted that are not kept aside; nothing was changed.
        LimitReached: locks were not to be had, or a statement took too long; nothing was changed.
        psycopg2.Error: as it came, for whatever else.
    """
    started = time.monotonic()
    parts: list[_Rows] = []

    def run(part: Step, record: Callable[[], None]) -> int:
        parts.append(_persistently(session, conditions, part, ledger, record, say))
        return parts[-1].changed

    if step.batch:
        run_batches(session, step, step.batch, ledger, run, between, conditions.rows_per_second)
    else:
        run(step, lambda: ledger.done(step) if ledger else None)
    return _receipt(step, parts, time.monotonic() - started)


def _receipt(step: Step, parts: Sequence[_Rows], seconds: float) -> StepReceipt:
    told = [part.unchanged for part in parts if part.unchanged]
    return StepReceipt(
        step.id,
        step.title,
        step.phase,
        seconds,
        sum(part.waited for part in parts),
        sum(part.changed for part in parts) if step.rows else None,
        sum(part.kept for part in parts) if step.rows else None,
        str(sum(map(int, told))) if told else "",
    )


def _persistently(
    session: Session,
    conditions: Conditions,
    step: Step,
    ledger: Ledger | None,
    record: Callable[[], None],
    say: Say | None,
) -> _Rows:
    """Try it until its locks are to be had; `record` is part of the transaction."""

    def attempt() -> _Rows:
        if not step.transaction:
            return _by_itself(session, conditions, step, ledger)
        return _in_transaction(session, conditions, step, record)

    rows, waited = patiently(session, conditions, step, attempt, say)
    return replace(rows, waited=waited)


def unmet(session: Session, probes: Iterable[Probe]) -> tuple[tuple[Probe, int], ...]:
    """The probes that do not hold now, with what they count. Raises DataRefused where a row makes one fail."""
    counts = ((probe, _answer(session, probe)) for probe in probes)
    return tuple((probe, count) for probe, count in counts if count != probe.must_be)


def _answer(session: Session, probe: Probe) -> int:
    try:
        return int(session.value(probe.ask) or 0)
    except DataError as error:
        why = str(error).strip().splitlines()[0]
        raise DataRefused(f"rows {probe.about or 'are in the way'}: {why}; nothing of the step was changed") from error


def unmet_now(session: Session, probe: Probe) -> tuple[tuple[Probe, int], ...]:
    """As `unmet`, but a probe that names what is not there yet counts as met: its own step will ask it."""
    try:
        return unmet(session, (probe,))
    except _NOT_THERE:
        return ()


def refused(step: Step, failed: Iterable[tuple[Probe, int]]) -> tuple[str, ...]:
    """One line a probe that does not hold, for people."""
    return tuple(
        f"step {step.id} ({step.title}): {count:,} rows {probe.about or 'are in its way'}" for probe, count in failed
    )


def undo_interrupted(session: Session, step: Step) -> None:
    """Clear away what a step outside a transaction may have left: an invalid index, say.

    A half done DROP INDEX CONCURRENTLY leaves the index, invalid: what its undo would make is there, and stays.
    """
    for statement in step.undo.sql:
        with suppress(*_NOT_THERE, errors.DuplicateTable):
            session.execute(statement)


def _in_transaction(session: Session, conditions: Conditions, step: Step, record: Callable[[], None]) -> _Rows:
    with session.transaction():
        _settle(session, _settings(conditions), local=True)
        before = _counts(session, step)
        for text in step.catch_up:
            session.execute(text)
        _refuse_data(session, step)
        unchanged = [found for text in step.sql if (found := _run(session, step, text))]
        changed, deleted, kept = (now - then for now, then in zip(_counts(session, step), before, strict=True))
        _refuse_loss(step, deleted, kept)
        record()
    return _Rows(changed, kept, unchanged[-1] if unchanged else "")


def _run(session: Session, step: Step, statement: str) -> str:
    """The checksum of what it had to leave as it was, and did; empty where there is none to be had."""
    asked = untouched(statement)
    question = str(session.value(asked) or "") if asked and session.value(changes_any(statement)) else ""
    before = session.value(question) if question else None
    session.execute(statement)
    if before is not None and session.value(question) != before:
        raise DataRefused(f"step {step.id} ({step.title}) changed more than it says; nothing of it was changed")
    return str(before or "")


def _by_itself(session: Session, conditions: Conditions, step: Step, ledger: Ledger | None) -> _Rows:
    detaching = any(map(finishing, step.sql))
    with _lasting(session, _settings(conditions) | ({} if detaching else _UNBOUNDED)):
        _refuse_data(session, step)
        if ledger:
            ledger.began(step)
        try:
            for statement in step.sql:
                _or_finish(session, statement)
        except Error as error:
            began = not (error.pgcode or "").startswith(_NOTHING_DONE)
            if began and not detaching and not session.closed:
                undo_interrupted(session, step)
                if ledger:
                    ledger.forgotten(step)
            raise
        if ledger:
            with session.transaction():
                ledger.done(step)
    return _Rows(0, 0)


def _or_finish(session: Session, statement: str) -> None:
    """Run it; of a partition that an earlier attempt has detached halfway, the other half."""
    try:
        session.execute(statement)
    except errors.ObjectNotInPrerequisiteState:
        if not (finish := finishing(statement)):
            raise
        session.execute(finish)


def _settings(conditions: Conditions) -> dict[str, str]:
    return {
        "search_path": conditions.search_path,
        "lock_timeout": f"{int(conditions.lock_timeout * 1000)}ms",
        "statement_timeout": f"{int(conditions.statement_timeout * 1000)}ms",
        "row_security": "off",
        "check_function_bodies": "off",
    }


def _settle(session: Session, settings: Mapping[str, str], *, local: bool) -> None:
    each = ", ".join("pg_catalog.set_config(%s, %s, %s)" for _ in settings)
    session.execute(f"select {each}", [part for name, value in settings.items() for part in (name, value, local)])


@contextmanager
def _lasting(session: Session, settings: Mapping[str, str]) -> Iterator[None]:
    """Settings for statements outside a transaction, taken back at the end."""
    asked = ", ".join("pg_catalog.current_setting(%s)" for _ in settings)
    previous = dict(zip(settings, session.rows(f"select {asked}", list(settings))[0], strict=True))
    _settle(session, settings, local=False)
    try:
        yield
    finally:
        if not session.closed:
            _settle(session, previous, local=False)


def _refuse_data(session: Session, step: Step) -> None:
    if failed := unmet(session, step.probes):
        raise DataRefused(
            "the data would break a statement; nothing of the step was changed", details=refused(step, failed)
        )


def _refuse_loss(step: Step, deleted: int, kept: int) -> None:
    """A cascade or a trigger may reach further than the plan has seen."""
    if step.undo.kind is UndoKind.QUARANTINE and deleted > kept:
        raise DataRefused(
            f"step {step.id} ({step.title}) would delete {deleted:,} rows and keep only {kept:,} of them aside; "
            "nothing of it was changed"
        )


def _counts(session: Session, step: Step) -> Row:
    return session.rows(_COUNTS)[0] if step.rows else (0, 0, 0)

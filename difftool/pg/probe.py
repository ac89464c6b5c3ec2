"""Questions asked of the rows of a live database, and their answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from psycopg2 import DataError, errors

from difftool.errors import LimitReached
from difftool.model.catalog import Ident
from difftool.model.plan import Finding
from difftool.pg.session import Session
from difftool.planning.questions import Question
from difftool.sql.quote import qualified

DEAR = 50_000_000
"""Rows above which a table is not counted whole: PostgreSQL's estimate is told, and so it is said."""
MANY = 10_000
"""Where a table is that large, counting what is in the way ends here: more would not change the answer."""

_NOT_NOW = (
    errors.UndefinedTable,
    errors.UndefinedColumn,
    errors.UndefinedObject,
    errors.UndefinedFunction,
    errors.InvalidSchemaName,
    errors.ReadOnlySqlTransaction,
    errors.FeatureNotSupported,
    errors.GroupingError,
    errors.AmbiguousColumn,
    errors.DatatypeMismatch,
)
"""What the question names is yet to come, or a rule's expression cannot stand in one: the rehearsal will tell."""
_RAISED = (DataError, errors.CheckViolation, errors.NotNullViolation, errors.CardinalityViolation)
_COUNT = "select count(*) from "


def ask(
    session: Session, questions: Iterable[Question], examples: int | None, search_path: str = ""
) -> tuple[Finding, ...]:
    """Answer all of them in one snapshot. `examples`: how many keys to show, None = none at all.

    The `search_path`, where given, is the one for which the profile's expressions were written.

    Takes no lock but ACCESS SHARE. The session raises an error where row level security would hide rows
    (row_security = off), and LimitReached where a count takes longer than its statement_timeout.
    """
    with session.transaction("isolation level repeatable read, read only"):
        if search_path:
            session.execute("select pg_catalog.set_config('search_path', %s, true)", [search_path])
        return tuple(_answer(session, question, examples) for question in questions)


def _answer(session: Session, question: Question, examples: int | None) -> Finding:
    """What raises an error of data for some row will raise it in the statement: that is an answer, too."""
    session.execute("savepoint question")
    try:
        finding = _counted(session, question, examples)
    except _NOT_NOW as error:
        session.execute("rollback to savepoint question")
        finding = _finding(question, 0, 0, (f"cannot be asked before the plan runs: {_first_line(error)}",))
    except _RAISED as error:
        session.execute("rollback to savepoint question")
        why = f": {_first_line(error)}" if examples else ""
        note = f"PostgreSQL stops at the first such row, there may be more{why}"
        finding = _finding(question, 1, _total(session, question)[0], (note,))
    except errors.CannotCoerce as error:
        session.execute("rollback to savepoint question")
        total, _ = _total(session, question)
        finding = _finding(question, total, total, (f"PostgreSQL knows no conversion: {_first_line(error)}",))
    except (errors.QueryCanceled, errors.LockNotAvailable) as error:
        raise LimitReached(
            f"asking the rows about {question.subject} was cancelled ({_first_line(error)}): "
            "nothing is known about them; try again when the database is less busy, or with a longer --timeout"
        ) from error
    session.execute("release savepoint question")
    return finding


def _counted(session: Session, question: Question, examples: int | None) -> Finding:
    total, estimated = _total(session, question)
    count = int(session.value(_bounded(question.probe.ask) if estimated else question.probe.ask) or 0)
    notes = ["the number of all rows is estimated from PostgreSQL's statistics"] if estimated else []
    ended = estimated and count > MANY
    shown: tuple[str, ...] = ()
    if count and examples and question.examples:
        shown = tuple(str(key) for (key,) in session.rows(question.examples.replace("{limit}", str(examples))))
    if count:
        notes += [text for table, ask in question.reach for text in _reached(session, table, ask)]
    words = f"{'at least ' if ended else ''}{count:,} of {'about ' if estimated else ''}{total:,}"
    return replace(_finding(question, count, total, tuple(notes), shown), sentence=_sentence(question, words, total))


def _total(session: Session, question: Question) -> tuple[int, bool]:
    """The number of rows, and whether it is an estimate."""
    estimate = session.value(
        "select reltuples::bigint from pg_class where oid = to_regclass(%s)", [_name(question.table)]
    )
    if estimate and estimate > DEAR:
        return int(estimate), True
    return int(session.value(question.total) or 0), False


def _bounded(ask: str) -> str:
    """Rows are counted up to a bound; what is counted in another way, to its end."""
    if not ask.startswith(_COUNT):
        return ask
    return f"{_COUNT}(select from {ask.removeprefix(_COUNT)} limit {MANY + 1}) as seen"


def _reached(session: Session, table: str, ask: str) -> list[str]:
    count = int(session.value(ask) or 0)
    return [f"deleting them would delete {count:,} rows of {table}, too"] if count else []


def _finding(
    question: Question, count: int, total: int, notes: tuple[str, ...], examples: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        probe=question.probe,
        subject=question.subject,
        count=count,
        of=total,
        sentence=_sentence(question, f"{count:,} of {total:,}", total),
        examples=examples,
        notes=notes,
        remedy=question.remedy,
        resolved_by=question.advice if count else "",
    )


def _sentence(question: Question, numbers: str, total: int) -> str:
    return f"{numbers} {'row' if total == 1 else 'rows'} of {_short(question.table)} {question.probe.about}"


def _name(table: Ident) -> str:
    return qualified(table.schema, table.name)


def _short(table: Ident) -> str:
    return table.name if table.schema == "public" else f"{table.schema}.{table.name}"


def _first_line(error: Exception) -> str:
    return re.sub(r"^ERROR:\s*", "", str(error).strip().splitlines()[0])

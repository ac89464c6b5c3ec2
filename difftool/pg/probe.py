"""Questions asked of the rows of a live database, and their answers."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.model.plan import Finding
from difftool.pg.session import Session
from difftool.planning.questions import Question


def ask(session: Session, questions: Iterable[Question], examples: int | None) -> tuple[Finding, ...]:
    """Answer all of them in one snapshot. `examples`: how many keys to show, None = none at all.

    The session raises an error where row level security would hide rows (row_security = off).
    """
    with session.transaction("isolation level repeatable read, read only"):
        return tuple(_answer(session, question, examples) for question in questions)


def _answer(session: Session, question: Question, examples: int | None) -> Finding:
    count = int(session.value(question.probe.ask) or 0)
    total = int(session.value(question.total) or 0)
    shown: tuple[str, ...] = ()
    if count and examples and question.examples:
        shown = tuple(str(key) for (key,) in session.rows(question.examples.replace("{limit}", str(examples))))
    table = (
        question.about.name if question.about.schema == "public" else f"{question.about.schema}.{question.about.name}"
    )
    rows = "row" if total == 1 else "rows"
    return Finding(
        probe=question.probe,
        subject=question.subject,
        count=count,
        of=total,
        sentence=f"{count:,} of {total:,} {rows} of {table} {question.breaks}",
        examples=shown,
        remedy=question.remedy,
    )

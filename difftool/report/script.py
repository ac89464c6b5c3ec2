"""A plan as SQL: one script for psql, or numbered files to paste into an SQL editor one after another.

Each step is a transaction of its own that first asks its probes, and stops the script where one answers
otherwise than the plan says. Files also keep the ledger, so that `difftool status` knows what was pasted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from difftool.model.plan import Plan, Probe, Step
from difftool.report.encode import visible
from difftool.sql.quote import literal

_DIGITS = 2


@dataclass(frozen=True, slots=True)
class LedgerTexts:
    """SQL that keeps the ledger. `guard` raises unless a step is the next one; `done` records that it ran."""

    start: tuple[str, ...]
    guard: Callable[[Step], str]
    done: Callable[[Step], tuple[str, ...]]


def plan_sql(plan: Plan, schema: str = "") -> str:
    """For `psql -X -v ON_ERROR_STOP=1 -f FILE`; nothing in it keeps the ledger.

    `schema` makes what steps need that keep rows aside; it is left out where none does.
    """
    keeps = any("difftool." in statement for step in plan.steps for statement in step.sql)
    first = (*_settings(plan, local=False), *((schema,) if schema and keeps else ()))
    settings = "\n".join(map(_terminated, first))
    steps = [f"{_title(plan, step)}\n{_in_script(step)}" for step in plan.steps]
    return "\n\n".join([_header(plan), settings, *steps, *_promises(plan)]) + "\n"


def split_files(plan: Plan, ledger: LedgerTexts) -> dict[str, str]:
    """File name -> text, in the order to run. A step commits as a whole, so it is a file.

    An SQL editor sends a file as one transaction: a statement that may not run in one has a file to itself,
    and the file after it records it.
    """
    files: dict[str, str] = {}

    def add(title: str, *parts: str) -> None:
        name = f"{len(files) + 1:0{_DIGITS}}_{_slug(title)}.sql"
        files[name] = "\n\n".join([_header(plan), *parts]) + "\n"

    settings = _settings(plan, local=True)
    add("ledger", _transaction((*settings, *ledger.start)))
    for step in plan.steps:
        name, title = f"{step.phase.value} {step.title}", _title(plan, step)
        record = (ledger.guard(step), *ledger.done(step))
        if step.transaction:
            guarded = (*settings, record[0], *_checked(step), *record[1:])
            add(name, f"{title}\n{_transaction(guarded)}")
        else:
            add(name, f"{title}\n{terminated(step.sql)}")
            add(f"record step {step.id}", _transaction((*settings, *record)))
    if plan.verify:
        add("verify", *_promises(plan))
    return files


def _header(plan: Plan) -> str:
    environment = f", environment {plan.target.environment}" if plan.target.environment else ""
    target = f"for database {plan.target.database}{environment}"
    return f"-- difftool plan {visible(plan.digest)}\n-- profile {visible(plan.profile)}, {visible(target)}"


def _title(plan: Plan, step: Step) -> str:
    return f"-- step {step.id} of {len(plan.steps)}, {step.phase.value}: {visible(step.title)}"


def _in_script(step: Step) -> str:
    statements = _checked(step)
    return _transaction(statements) if step.transaction else "\n".join(map(_terminated, statements))


def _checked(step: Step) -> tuple[str, ...]:
    return (*step.catch_up, *map(assertion, step.probes), *step.sql)


def _transaction(statements: Iterable[str]) -> str:
    return "\n".join(["begin;", *map(_terminated, statements), "commit;"])


def _settings(plan: Plan, *, local: bool) -> tuple[str, ...]:
    """What the rehearsal ran under. row_security off: rows that a policy hides are an error, not absent."""
    command = "set local" if local else "set"
    path = f"{literal(plan.search_path)}, {str(local).lower()}"
    return (
        f"select pg_catalog.set_config('search_path', {path})",
        f"{command} lock_timeout = {round(plan.policy.lock_timeout * 1000)}",
        f"{command} statement_timeout = {round(plan.policy.statement_timeout * 1000)}",
        f"{command} row_security = off",
        f"{command} check_function_bodies = off",
    )


def assertion(probe: Probe) -> str:
    """A DO block that raises where the probe's answer is not what it must be."""
    question = probe.ask.strip().rstrip(";")
    about = probe.about or "rows that a probe counts"
    body = (
        f"declare\n  difftool_answer bigint;\nbegin\n  execute {literal(question)} into difftool_answer;\n"
        f"  if difftool_answer is distinct from {probe.must_be} then\n"
        f"    raise exception using message = format('refused: %s %s, must be {probe.must_be}', "
        f"difftool_answer, {literal(visible(about))});\n  end if;\nend"
    )
    number = 0
    while f"$do{number or ''}$" in body:
        number += 1
    tag = f"$do{number or ''}$"
    return f"do {tag}\n{body}\n{tag}"


def _promises(plan: Plan) -> Iterator[str]:
    for promise in plan.verify:
        yield f"-- promised: {visible(promise.sentence)}\n" + _terminated(
            assertion(Probe(ask=promise.query, about=f"against: {promise.sentence}"))
        )


def terminated(statements: Iterable[str]) -> str:
    """Statements as text, each with its semicolon, a blank line between them."""
    return "\n\n".join(map(_terminated, statements))


def _terminated(statement: str) -> str:
    r"""With its semicolon on a line of its own where the text ends in a comment that would swallow it."""
    text = statement.rstrip()
    if text.endswith(";"):
        return text
    return f"{text}\n;" if "--" in text.rsplit("\n", 1)[-1] else f"{text};"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:50].rstrip("_")

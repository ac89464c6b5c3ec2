"""A plan as SQL: one script for psql, or numbered files to paste into an SQL editor one after another.

Each step is a transaction of its own that first asks its probes, and stops the script where one answers
otherwise than the plan says. In another database nothing runs. Files also keep the ledger, so that `difftool status`
knows what was pasted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from difftool.errors import UsageError
from difftool.model.plan import Plan, Probe, Step, TargetDatabase
from difftool.report.encode import visible
from difftool.sql.quote import literal

_DIGITS = 2


@dataclass(frozen=True, slots=True)
class LedgerTexts:
    """SQL that keeps the ledger. `guard` raises unless a step is the next one; `done` records that it ran.

    `ran` raises unless a step that runs outside a transaction has done its work; `complete` unless all steps ran.
    """

    start: tuple[str, ...]
    guard: Callable[[Step], str]
    ran: Callable[[Step], tuple[str, ...]]
    done: Callable[[Step], tuple[str, ...]]
    complete: str


def plan_sql(plan: Plan, schema: str = "") -> str:
    """For `psql -X -v ON_ERROR_STOP=1 -f FILE`; nothing in it keeps the ledger.

    `schema` makes what steps need that keep rows aside; it is left out where none does.
    """
    kept = (schema,) if schema and needs_schema(plan) else ()
    first = "\n".join(map(_terminated, (in_database(plan.target), *settings(plan, local=False), *kept)))
    steps = [f"{step_title(plan, step)}\n{_in_script(step)}" for step in plan.steps]
    return "\n\n".join([f"{header(plan)}\n{_SCRIPT}", first, *steps, *_promises(plan)]) + "\n"


def split_files(plan: Plan, ledger: LedgerTexts) -> dict[str, str]:
    """File name -> text, in the order to run. A step commits as a whole, so it is a file.

    An SQL editor sends a file as one transaction: a statement that may not run in one has a file to itself,
    between one that sees that it may run and one that records that it has.
    """
    files: dict[str, str] = {}

    def add(title: str, checked: str, *parts: str) -> None:
        name = f"{len(files) + 1:0{_DIGITS}}_{slug(title)}.sql"
        files[name] = "\n\n".join([f"{header(plan)}\n{checked}", *parts]) + "\n"

    first = (*settings(plan, local=True), in_database(plan.target))
    add("ledger", _FILE, _transaction((*first, *ledger.start)))
    for step in plan.steps:
        name, title = f"{step.phase.value} {step.title}", step_title(plan, step)
        guarded, done = (*first, ledger.guard(step)), ledger.done(step)
        if step.transaction:
            add(name, _FILE, f"{title}\n{_transaction((*guarded, *_checked(step), *done))}")
        else:
            add(f"check step {step.id}", _FILE, f"{title}\n{_transaction((*guarded, *before(step)))}")
            add(name, _ALONE, f"{title}\n{terminated(step.sql)}")
            add(f"record step {step.id}", _FILE, _transaction((*guarded, *ledger.ran(step), *done)))
    if plan.verify:
        add("verify", _FILE, _transaction((*first, ledger.complete)), *_promises(plan))
    return files


HEADER = "-- difftool plan "
"""how every file begins"""
_UNCHECKED = "the schema is still as it was planned for (difftool apply checks that)."
_SCRIPT = f"""\
-- Run it with psql -X -v ON_ERROR_STOP=1.
-- Checked before anything runs: database and server. Before each step: its probes.
-- Not checked, and no ledger kept: whether steps ran already, and whether
-- {_UNCHECKED}"""
_FILE = f"""\
-- Checked before anything runs: database and server, and that exactly the steps before have run.
-- Not checked: whether {_UNCHECKED}"""
_ALONE = """\
-- Nothing is checked here, for the statement must run alone: only run this right after the file before it."""


def needs_schema(plan: Plan) -> bool:
    """Whether a step keeps rows aside."""
    return any("difftool." in statement for step in plan.steps for statement in step.sql)


def header(plan: Plan) -> str:
    """Comments that say which plan it is."""
    environment = f", environment {plan.target.environment}" if plan.target.environment else ""
    target = f"for database {plan.target.database}{environment}"
    return f"{HEADER}{visible(plan.digest)}\n-- profile {visible(plan.profile)}, {visible(target)}"


def step_title(plan: Plan, step: Step) -> str:
    """A comment."""
    return f"-- step {step.id} of {len(plan.steps)}, {step.phase.value}: {visible(step.title)}"


def _in_script(step: Step) -> str:
    statements = _checked(step)
    return _transaction(statements) if step.transaction else "\n".join(map(_terminated, statements))


def _checked(step: Step) -> tuple[str, ...]:
    return (*before(step), *step.sql)


def before(step: Step) -> tuple[str, ...]:
    """What runs ahead of a step's own statements: catching up, and its probes as assertions."""
    return (*step.catch_up, *map(assertion, step.probes))


def _transaction(statements: Iterable[str]) -> str:
    return "\n".join(["begin;", *map(_terminated, statements), "commit;"])


def settings(plan: Plan, *, local: bool) -> tuple[str, ...]:
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


def in_database(target: TargetDatabase) -> str:
    """A DO block that raises in another database than the plan's, and on another server where the role may ask that.

    A plan that was made without that right knows the database's number instead, as "database-16384". Raises UsageError
    for a plan for many: only `apply` can tell whether it fits.
    """
    if target.many:
        raise UsageError(f"the plan is for all of {target.environment}: as SQL, make one for a single environment")
    system = "(select system_identifier::text from pg_catalog.pg_control_system())"
    if target.system.startswith("database-"):
        system = "(select 'database-' || oid from pg_catalog.pg_database where datname = current_database())"
    wanted = f"{literal(target.database)}, {literal(target.system)}"
    named = f"database {target.database} of server {target.system}"
    return _do(f"""\
declare
  difftool_system text := {literal(target.system)};
begin
  begin
    difftool_system := {system};
  exception when insufficient_privilege or undefined_function then
    null; -- this role may not ask which server it is
  end;
  if (current_database()::text, difftool_system) is distinct from ({wanted}) then
    raise exception using message = format('refused: the plan is for %s, this is database %s of server %s',
      {literal(visible(named))}, current_database(), difftool_system);
  end if;
end""")


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
    return _do(body)


def raising(message: str) -> str:
    """A DO block that does nothing but raise."""
    return _do(f"begin\n  raise exception using message = {literal(visible(message))};\nend")


def _do(body: str) -> str:
    """PL/pgSQL that runs at once, in quotes that it does not hold."""
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


def slug(title: str) -> str:
    """For a file's name."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:50].rstrip("_")

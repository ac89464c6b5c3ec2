"""The ledger in the live database: which plans ran here, and how far they got."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from difftool.errors import PrivilegeMissing
from difftool.model.plan import Plan, Step
from difftool.model.receipt import Entry, Resumed
from difftool.pg.imprint import imprint_in_history
from difftool.pg.session import Session
from difftool.planning import ledger_sql
from difftool.sql.quote import identifier

_EXISTS = """
select exists (select from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = 'difftool' and c.relname = 'plan')
"""

_IS_CURRENT = """
select exists (select from pg_catalog.pg_attribute as a join pg_catalog.pg_class as c on c.oid = a.attrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = 'difftool' and c.relname = 'step' and a.attname = 'imprint' and not a.attisdropped)
"""

_READABLE = """
select pg_catalog.has_schema_privilege(n.oid, 'usage') and bool_and(pg_catalog.has_table_privilege(c.oid, 'select'))
from pg_catalog.pg_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid
where n.nspname = 'difftool' and c.relname in ('plan', 'step') group by n.oid
"""

_MAY_CREATE = """
select case when exists (select from pg_catalog.pg_namespace where nspname = 'difftool')
  then pg_catalog.has_schema_privilege('difftool', 'usage') and pg_catalog.has_schema_privilege('difftool', 'create')
  else pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create') end
"""

_TIME = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""

_ENTRIES = f"""
select p.digest, p.profile, {_TIME.format("p.started")}, coalesce({_TIME.format("p.finished")}, ''),
  (select count(*) from difftool.step as s where s.run = p.run and s.done is not null)::integer, p.steps,
  coalesce((select s.title from difftool.step as s where s.run = p.run and s.done is null
    order by s.id limit 1), ''),
  p.by, p.approved, p.version,
  coalesce(p.undoes, ''), coalesce(p.taken_back_by, ''), coalesce({_TIME.format("p.taken_back_at")}, ''),
  coalesce((select s.phase from difftool.step as s where s.run = p.run and s.done is null
    order by s.id limit 1), ''),
  coalesce({_TIME.format("(select max(s.done) from difftool.step as s where s.run = p.run)")}, ''),
  coalesce(to_jsonb(p) ->> 'client', ''), coalesce(nullif(to_jsonb(p) -> 'resumed', 'null'), '[]')
from difftool.plan as p
order by p.run
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan got. `state` is the fingerprint after its last finished step: empty where none was recorded.

    `interrupted` is the step that began outside a transaction and is not known to have ended; 0 where there is none.
    """

    done: frozenset[int]
    finished: str
    state: str
    interrupted: int
    half_done: frozenset[int] = frozenset()
    """steps of which some batches ran, and not all"""
    imprint: str = ""
    """of the catalogs, as the last finished step has left them; empty for a step that was pasted into an SQL editor"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the steps of one plan are recorded."""

    session: Session
    digest: str
    imprint: Callable[[Step], str] | None = None
    """of the catalogs, asked at the end of a step's transaction; where None is given, they are looked at"""

    def began(self, step: Step) -> None:
        self.session.execute(ledger_sql.step_began(self.digest, step))

    def forgotten(self, step: Step) -> None:
        self.session.execute(ledger_sql.step_forgotten(self.digest, step))

    def reached(self, step: Step, up_to: Sequence[str]) -> None:
        self.session.execute(ledger_sql.step_reached(self.digest, step, up_to))

    def up_to(self, step: Step) -> tuple[str, ...]:
        """The key of the last row of the batches that ran; empty where none did."""
        known = self.session.value(
            "select s.up_to from difftool.step as s join difftool.plan as p using (run)"
            " where p.digest = %s and p.taken_back_at is null and s.id = %s",
            [self.digest, step.id],
        )
        return tuple(json.loads(known)) if known else ()

    def done(self, step: Step) -> None:
        """Part of the step's transaction, so an imprint must do: who reads the whole catalog would hold its locks."""
        imprint = self.imprint(step) if self.imprint else imprint_in_history(self.session)
        self.session.execute(";\n".join(ledger_sql.step_done(self.digest, step, imprint=imprint)))

    def left(self, step: Step, state: str) -> None:
        """The fingerprint of what is in scope, once the step has committed."""
        self.session.execute(ledger_sql.step_left(self.digest, step, state))


def may_be_kept(session: Session) -> bool:
    """Whether this role can write into schema difftool, or make it."""
    return bool(session.value(_MAY_CREATE))


def refuse_without_rights(session: Session) -> None:
    """PrivilegeMissing, with what a DBA must run, where schema difftool is not there and this role cannot make it."""
    if not may_be_kept(session):
        role = identifier(session.value("select current_user"))
        raise PrivilegeMissing(
            f"{role} may not create schema difftool, where the ledger and what is kept aside live; "
            "somebody who may must run:",
            details=("create schema if not exists difftool;", f"grant usage, create on schema difftool to {role};"),
        )


def prepare(session: Session) -> None:
    """Make schema difftool where it is not there yet."""
    refuse_without_rights(session)
    if not exists(session):
        session.execute(ledger_sql.LEDGER)
    elif not session.value(_IS_CURRENT):  # one that an earlier difftool made
        for statement in ledger_sql.CAME_LATER:
            session.execute(statement)


def exists(session: Session) -> bool:
    return bool(session.value(_EXISTS))


def start(session: Session, plan: Plan, *, approved: str, version: str, text: str, backup: str = "") -> None:
    """`text` is the plan file, kept so that the way back needs no other copy; `backup` the command that was run."""
    with session.transaction():
        session.execute(ledger_sql.plan_resumed(plan.digest, version))
        for statement in ledger_sql.plan_started(plan, approved=approved, version=version, text=text, backup=backup):
            session.execute(statement)


def progress(session: Session, digest: str) -> Progress | None:
    """None where this plan has not begun here, or was taken back."""
    entry = next((entry for entry in entries(session) if entry.digest == digest and not entry.taken_back), None)
    if entry is None:
        return None
    steps = session.rows(
        "select id, began is not null, done is not null, coalesce(s.after, ''), up_to is not null,"
        " coalesce(to_jsonb(s) ->> 'imprint', '')"
        " from difftool.step as s join difftool.plan as p using (run)"
        " where p.digest = %s and p.taken_back_at is null order by id",
        [digest],
    )
    state, imprint = next(((after, imprint) for _, _, done, after, _, imprint in reversed(steps) if done), ("", ""))
    return Progress(
        frozenset(id_ for id_, _, done, *_ in steps if done),
        entry.finished,
        state,
        next((id_ for id_, began, done, *_ in steps if began and not done), 0),
        frozenset(id_ for id_, _, done, _, some, _ in steps if some and not done),
        imprint,
    )


def entries(session: Session) -> tuple[Entry, ...]:
    """The whole ledger, oldest first; empty where difftool has never been at work.

    Raises PrivilegeMissing with what would let this role read it.
    """
    if not exists(session):
        return ()
    if not session.value(_READABLE):
        role = identifier(session.value("select current_user"))
        raise PrivilegeMissing(
            f"{role} may not read the ledger, so whether a plan waits half-applied is not known; its owner must run:",
            details=(
                f"grant usage on schema difftool to {role};",
                f"grant select on difftool.plan, difftool.step to {role};",
            ),
        )
    return tuple(replace(Entry(*row[:-1]), resumed=_resumed(row[-1])) for row in session.rows(_ENTRIES))


def _resumed(kept: list[dict[str, str]]) -> tuple[Resumed, ...]:
    return tuple(Resumed(one["by"], one["at"], one["version"], one["client"] or "") for one in kept)


def plan_text(session: Session, digest: str) -> str:
    """The file of a plan that the ledger knows by this very digest."""
    return str(session.value("select text from difftool.plan where digest = %s order by run desc limit 1", [digest]))

"""Proposals tried in the work copy, each in a transaction that is undone if it destroys or changes what it must not.

What holds data and cannot be made again is watched: tables, their columns, sequences, enums; and everything that
belongs to others. The text of a proposal is never trusted; what it did is looked at before COMMIT.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import psycopg2
from psycopg2 import errors

from difftool.diff.proposal import Proposal
from difftool.errors import NoProvenPlan
from difftool.model.catalog import Catalog
from difftool.pg.endless import LONGEST
from difftool.pg.session import Session
from difftool.sql.parse import SEVERAL, kind_of
from difftool.sql.split import split

Watched = frozenset[tuple[object, ...]]
Precious = frozenset[tuple[str, str, str]]
"""(schema, relation, column); column "" for a table itself, "(sequence)" and "(enum)" for what is none"""

_KINDS = ("(sequence)", "(enum)")

_PRECIOUS = """
    select n.nspname, c.relname, coalesce(a.attname, case c.relkind when 'S' then '(sequence)' else '' end)
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
        select null::name as attname
        union all
        select attname from pg_catalog.pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and c.relkind in ('r', 'p')
    ) a
    where c.relkind in ('r', 'p', 'S') and c.relpersistence <> 't'
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    union all
    select n.nspname, t.typname, '(enum)'
    from pg_catalog.pg_type t
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e'
"""


_THEIRS = """
with theirs as (select unnest(%s::oid[]) as oid)
select relname, oid::bigint, 0, concat_ws(' ', relnamespace, relowner, relkind, relpersistence, relreplident,
    reloptions, relrowsecurity, relforcerowsecurity, relacl) from pg_catalog.pg_class where oid in (table theirs)
union all select attname, attrelid, attnum, xmin::text from pg_catalog.pg_attribute
    where attrelid in (table theirs) and attnum > 0
union all select conname, oid, 0, xmin::text from pg_catalog.pg_constraint where oid in (table theirs)
union all select tgname, oid, 0, xmin::text from pg_catalog.pg_trigger where oid in (table theirs)
union all select rulename, ev_class, 0, xmin::text from pg_catalog.pg_rewrite where ev_class in (table theirs)
union all select polname, oid, 0, xmin::text from pg_catalog.pg_policy where oid in (table theirs)
union all select proname, oid, 0, xmin::text from pg_catalog.pg_proc where oid in (table theirs)
union all select typname, oid, 0, xmin::text from pg_catalog.pg_type where oid in (table theirs)
union all select nspname, oid, 0, xmin::text from pg_catalog.pg_namespace where oid in (table theirs)
"""
"""Each row of the catalog about others' objects, with the transaction that wrote it.

Of a row of pg_class only what its owner said: that a foreign key refers to a table is noted there, too.
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a proposal may not take away (`keep`, what the target has) or change (`theirs`, oids of others' objects)."""

    keep: Precious
    theirs: tuple[int, ...] = ()

    def watched(self, session: Session) -> Watched:
        """As far as it is there now: what is missing from a later reading was destroyed or changed."""
        others = session.rows(_THEIRS, [list(self.theirs)]) if self.theirs else []
        return (precious(session) & self.keep) | frozenset(others)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of proposals: those that committed, in order, and the others with the reason.

    `stuck` are those that failed because something depends on what they are about.
    """

    accepted: tuple[Proposal, ...]
    failed: tuple[tuple[Proposal, str], ...]
    stuck: tuple[Proposal, ...] = ()


def precious(session: Session) -> Precious:
    return frozenset((str(s), str(r), str(c)) for s, r, c in session.rows(_PRECIOUS))


def precious_in(catalog: Catalog) -> Precious:
    """The same of what was read, but for what belongs to extensions."""
    sequences = ((i.schema, i.name, "(sequence)") for i in catalog.objects if i.kind == "sequence")
    enums = ((i.schema, i.name, "(enum)") for i in catalog.objects if i.kind == "enum")
    tables = ((i.schema, i.name, "") for i in catalog.objects if i.kind == "table")
    columns = (
        (i.schema, i.name, i.part)
        for i, thing in catalog.objects.items()
        if i.kind == "column" and thing.parent and thing.parent.kind == "table"
    )
    return frozenset((*tables, *columns, *sequences, *enums))


def attempt(session: Session, proposals: Iterable[Proposal], guard: Guard) -> Attempt:
    """Try each; those that fail are tried again after the others, until a pass brings nothing more.

    A proposal after which something that is guarded is gone or changed is rolled back and not tried again.
    Raises NoProvenPlan where the session ended meanwhile.
    """
    waiting = list(proposals)
    accepted: list[Proposal] = []
    failed: list[tuple[Proposal, str]] = []
    again: list[tuple[Proposal, psycopg2.Error]] = []
    there = guard.watched(session) if waiting else frozenset()
    while waiting:
        again, before = [], len(accepted)
        for proposal in waiting:
            if not all(map(_is_one, proposal.statements)):
                failed.append((proposal, "is not a single statement of its own"))
                continue
            try:
                ran, gone, there = _first_that_runs(session, proposal, guard, there)
            except psycopg2.Error as error:
                _refuse_ended(session, proposal, error)
                again.append((proposal, error))
                continue
            if gone:
                failed.append((ran, f"would destroy {gone}"))
            else:
                accepted.append(ran)
        if len(accepted) == before:
            break
        waiting = [proposal for proposal, _ in again]
    stuck = tuple(proposal for proposal, error in again if _is_depended_on(error))
    return Attempt(tuple(accepted), (*failed, *((proposal, _words(error)) for proposal, error in again)), stuck)


def _refuse_ended(session: Session, proposal: Proposal, error: psycopg2.Error) -> None:
    """Code of the schema ran without end, or ended the session itself."""
    if session.closed:
        raise NoProvenPlan(
            f"no proven plan: the shadow's session ended; a statement has {LONGEST} s there",
            details=(f"tried: {'; '.join(proposal.statements)}: {' '.join(_words(error).split())}",),
        ) from error


def _is_one(statement: str) -> bool:
    """A text of several could carry its own COMMIT, and so could a text of one."""
    return len(split(statement)) == 1 and kind_of(statement).kind not in ("TransactionStmt", SEVERAL)


def _first_that_runs(
    session: Session, proposal: Proposal, guard: Guard, there: Watched
) -> tuple[Proposal, str, Watched]:
    """The proposal or the one to try instead. Where none runs: the error that unblocking can help, or the first."""
    raised: list[psycopg2.Error] = []
    way: Proposal | None = proposal
    while way and not session.closed:
        try:
            return way, *_run(session, way, guard, there)
        except psycopg2.Error as error:
            raised.append(error)
            way = way.otherwise
    raise next(filter(_is_depended_on, raised), raised[0])


def _is_depended_on(error: psycopg2.Error) -> bool:
    """Dropping says so by its code; ALTER TYPE of a column that a view, rule, key, index or the like uses, in words."""
    words = f"{error.diag.message_primary} {error.diag.message_detail}"
    if isinstance(error, errors.DatatypeMismatch | errors.UndefinedObject):
        return "foreign key constraint" in words or "operator class" in words
    return isinstance(error, errors.DependentObjectsStillExist) or (
        isinstance(error, errors.FeatureNotSupported | errors.InvalidTableDefinition | errors.InvalidObjectDefinition)
        and re.search("depend|used by|uses it", words) is not None
    )


def _run(session: Session, proposal: Proposal, guard: Guard, there: Watched) -> tuple[str, Watched]:
    """Run it, look, then commit; what it would have destroyed or changed, or "" when it was committed.

    And what is watched now, which is what was `there` unless it was committed.
    """
    session.execute("begin")
    try:
        for statement in proposal.statements:
            session.execute(statement)
        now = guard.watched(session)
        lost = sorted(there - now, key=str)
        session.execute("rollback" if lost else "commit")
    except psycopg2.Error:
        if not session.closed:
            session.execute("rollback")
        raise
    return (_named(lost[0]), there) if lost else ("", now)


def _named(lost: tuple[object, ...]) -> str:
    """As `public.t.c`; of others' objects, whose rows carry numbers, only the name is for people."""
    if any(isinstance(part, int) for part in lost):
        return f"or change {lost[0]}, which belongs to others"
    return ".".join(str(part) for part in lost if part and part not in _KINDS)


def _words(error: psycopg2.Error) -> str:
    diagnosis = error.diag
    words = [diagnosis.message_primary or str(error).strip(), diagnosis.message_detail or ""]
    return ": ".join(word.replace("\n", "; ") for word in words if word)

"""Proposals tried in the work copy, each in a transaction that is undone if it destroys what the target still has.

What holds data and cannot be made again is watched: tables, their columns, sequences, enums. The text of a
proposal is never trusted; what it did is looked at before COMMIT.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import psycopg2
from psycopg2 import errors

from difftool.diff.proposal import Proposal
from difftool.pg.session import Session

Precious = frozenset[tuple[str, str, str]]
"""(schema, relation, column); column "" for the relation itself, "(enum)" for a type"""

_PRECIOUS = """
    select n.nspname, c.relname, coalesce(a.attname, '')
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
        select null::name as attname
        union all
        select attname from pg_catalog.pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and c.relkind in ('r', 'p', 'f')
    ) a
    where c.relkind in ('r', 'p', 'f', 'S') and c.relpersistence <> 't'
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    union all
    select n.nspname, t.typname, '(enum)'
    from pg_catalog.pg_type t
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e'
"""


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


def attempt(session: Session, proposals: Iterable[Proposal], keep: Precious) -> Attempt:
    """Try each; those that fail are tried again after the others, until a pass brings nothing more.

    `keep` is what the target has: a proposal after which some of it is gone is rolled back and not tried again.
    """
    waiting = list(proposals)
    accepted: list[Proposal] = []
    failed: list[tuple[Proposal, str]] = []
    again: list[tuple[Proposal, psycopg2.Error]] = []
    while waiting:
        again, before = [], len(accepted)
        for proposal in waiting:
            try:
                ran, gone = _first_that_runs(session, proposal, keep)
            except psycopg2.Error as error:
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


def _first_that_runs(session: Session, proposal: Proposal, keep: Precious) -> tuple[Proposal, str]:
    """The proposal or the one to try instead; raises what the first one raised where none runs."""
    try:
        return proposal, _run(session, proposal, keep)
    except psycopg2.Error:
        other = proposal.otherwise
        while other and not session.closed:
            with suppress(psycopg2.Error):
                return other, _run(session, other, keep)
            other = other.otherwise
        raise


def _is_depended_on(error: psycopg2.Error) -> bool:
    """Dropping says so by its code; ALTER TYPE of a column that a view, rule, policy or the like uses, in words."""
    return isinstance(error, errors.DependentObjectsStillExist) or (
        isinstance(error, errors.FeatureNotSupported | errors.InvalidTableDefinition | errors.InvalidObjectDefinition)
        and re.search("depend|used by|uses it", f"{error.diag.message_primary} {error.diag.message_detail}") is not None
    )


def _run(session: Session, proposal: Proposal, keep: Precious) -> str:
    """Run it, look, then commit; what it would have destroyed, or "" when it was committed."""
    session.execute("begin")
    try:
        had = precious(session) & keep
        for statement in proposal.statements:
            session.execute(statement)
        lost = sorted(had - precious(session))
        session.execute("rollback" if lost else "commit")
    except psycopg2.Error:
        if not session.closed:
            session.execute("rollback")
        raise
    return ".".join(part for part in lost[0] if part) if lost else ""


def _words(error: psycopg2.Error) -> str:
    diagnosis = error.diag
    words = [diagnosis.message_primary or str(error).strip(), diagnosis.message_detail or ""]
    return ": ".join(word.replace("\n", "; ") for word in words if word)

"""A script that leads from one database of the shadow to another, run once more before it is believed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack

import psycopg2

from difftool.diff.compare import compare
from difftool.diff.scope import within
from difftool.errors import NoProvenPlan
from difftool.jobs.converge import converge
from difftool.jobs.goal import Goal
from difftool.jobs.minimise import minimal
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.pieces import pieces
from difftool.planning.script import Transaction, transactions
from difftool.report.sentences import change_sentence


def proven_script(shadow: Shadow, before: Goal, target: Goal) -> tuple[Transaction, ...]:
    """Transactions that were seen to arrive. Raises NoProvenPlan with what is left, and why."""
    with ExitStack() as stack:
        work_copy, proof = (shadow.create(template=before.scratch.name) for _ in range(2))
        for scratch in (work_copy, proof):
            stack.callback(shadow.drop, scratch)
        with work_copy.open() as session:
            proposals = converge(session, target)
        parts = transactions(pieces(minimal(shadow, before.scratch, target, proposals)))
        with proof.open() as session:
            _replay(session, parts)
            left = compare(within(read_catalog(session), target.scope), target.catalog, target.comparing)
    if left:
        details = tuple(change_sentence(change) for change in left[:10])
        raise NoProvenPlan("the script was run and did not arrive", details=details)
    return parts


def _replay(session: Session, parts: Iterable[Transaction]) -> None:
    """As psql runs the script."""
    session.execute("set check_function_bodies = off")
    try:
        for part in parts:
            if part.alone:
                session.execute(part.statements[0])
                continue
            with session.transaction():
                for statement in part.statements:
                    session.execute(statement)
    except psycopg2.Error as error:
        reason = "statements were found, but they do not run again in that order"
        raise NoProvenPlan(reason, details=(str(error).strip(),)) from error

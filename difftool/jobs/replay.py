"""A script that leads from one database of the shadow to another, run once more before it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg2

from difftool.diff.compare import compare
from difftool.diff.scope import within
from difftool.errors import NoProvenPlan
from difftool.jobs.converge import converge
from difftool.jobs.goal import Goal
from difftool.jobs.minimise import minimal
from difftool.model.catalog import EVERYTHING
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import dump
from difftool.pg.judge import differing, seen
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.planning.pieces import pieces
from difftool.planning.script import Transaction, transactions
from difftool.report.sentences import change_sentence
from difftool.sql.quote import identifier

_ORDERED = "set check_function_bodies = on"
"""found in an order in which what a function names is there before it, as far as that can be: rows may need it"""


def proven_script(
    shadow: Shadow, before: Goal, target: Goal, first: Sequence[str], role: str = ""
) -> tuple[Transaction, ...]:
    """Transactions that were seen to arrive, run by `role`. Raises NoProvenPlan with what is left, and why.

    They are found and proven after the statements `first`, the settings that a script of them begins with. Where
    everything is compared, pg_dump must see the same in the end, too.
    """
    acting = (*([f"set session authorization {identifier(role)}"] if role else []), *first)
    with shadow.copied(before.scratch) as work_copy, work_copy.open() as session:
        _act(session, (*acting, _ORDERED))
        proposals = converge(session, target)
    parts = transactions(pieces(minimal(shadow, before.scratch, target, proposals, acting)))
    with shadow.copied(before.scratch) as proof:
        with proof.open() as session:
            _act(session, acting)
            _replay(session, parts)
            changes = compare(within(read_catalog(session), target.scope), target.catalog, target.comparing)
        left = [change_sentence(change) for change in changes] or _seen_to_differ(proof, target)
    if left:
        raise NoProvenPlan("the script was run and did not arrive", details=left[:10])
    return parts


def _seen_to_differ(proof: Scratch, target: Goal) -> list[str]:
    if target.scope.manages or target.comparing != EVERYTHING:
        return []
    found = differing(seen(dump(proof.dsn)), seen(target.views.entries))
    return [f"pg_dump sees another {what}" for what in dict.fromkeys(found.values())]


def _act(session: Session, acting: Iterable[str]) -> None:
    for statement in acting:
        session.execute(statement)


def _replay(session: Session, parts: Iterable[Transaction]) -> None:
    """As psql runs the script."""
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

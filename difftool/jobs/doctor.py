"""Is a database fit to be changed? Asked without a plan; apply asks the same for what it is about to do."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.diff.scope import within
from difftool.errors import PreflightFailed
from difftool.jobs.live import open_live
from difftool.jobs.work import Work
from difftool.model.plan import Step
from difftool.model.preflight import Health, Intent
from difftool.model.profile import Profile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import RELATIONS
from difftool.pg.preflight import obstacles
from difftool.pg.session import Session
from difftool.planning.intent import intent_of

_ANY = ("ALTER TABLE t", "CREATE TABLE t", "CREATE INDEX i", "DROP TABLE t")
"""what plans are mostly made of"""


def examine(work: Work, profile: Profile | None = None) -> Health:
    """What stands in the way of changing the database, and what the profile manages there. Changes nothing."""
    with open_live(work) as live:
        intent = _anything(live.session, profile) if profile else Intent(statements=_ANY)
        return Health(live.identity.database, obstacles(live.session, intent))


def _anything(session: Session, profile: Profile) -> Intent:
    """As if every managed relation were to be altered."""
    managed = within(read_catalog(session), profile.scope).objects
    names = [f"{ident.schema}.{ident.name}" for ident in managed if ident.kind in RELATIONS]
    return Intent(dict.fromkeys(names, "ACCESS EXCLUSIVE"), frozenset(names), statements=_ANY)


def refuse_obstacles(work: Work, session: Session, steps: Sequence[Step]) -> None:
    """Says what may make the steps wait or fail; raises PreflightFailed for what certainly stops them."""
    found = obstacles(session, intent_of(steps))
    for obstacle in found:
        if not obstacle.fatal:
            work.say(f"preflight: {obstacle.sentence}; {obstacle.remedy}")
    fatal = [f"{obstacle.sentence}: {obstacle.remedy}" for obstacle in found if obstacle.fatal]
    if fatal:
        raise PreflightFailed("the database cannot be changed as planned; nothing was changed", details=fatal)

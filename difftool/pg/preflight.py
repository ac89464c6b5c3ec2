"""What stands in the way of changing a database, looked for before anything is changed. Everything is only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from difftool.model.preflight import Intent, Obstacle
from difftool.pg import ledger, preflight_activity, preflight_relations, preflight_rights
from difftool.pg.pause import paused
from difftool.pg.session import Session
from difftool.sql.quote import identifier

Check = Callable[[Session, Intent], Iterator[Obstacle]]

_SETTING = "select reset_val from pg_catalog.pg_settings where name = %s"
"""As the session got it, before we set anything."""


def obstacles(session: Session, intent: Intent) -> tuple[Obstacle, ...]:
    """What the checks find, the fatal ones first."""
    found = [obstacle for check in CHECKS for obstacle in check(session, intent)]
    return tuple(sorted(dict.fromkeys(found), key=lambda obstacle: not obstacle.fatal))


def _standby(session: Session, _: Intent) -> Iterator[Obstacle]:
    if session.value("select pg_catalog.pg_is_in_recovery()"):
        yield Obstacle("standby", True, "the server is a standby: nothing can be changed on it", "name the primary")


def _read_only(session: Session, _: Intent) -> Iterator[Obstacle]:
    """Whoever set it meant it: hosts do so when a disk is nearly full."""
    if session.value(_SETTING, ["default_transaction_read_only"]) == "on":
        name = identifier(session.value("select current_database()"))
        yield Obstacle(
            "read-only",
            True,
            "default_transaction_read_only is on for this role or database",
            f"find out why (hosts set it when a disk is full); then: alter database {name} "
            "reset default_transaction_read_only, or the same of the role",
        )


def _ledger(session: Session, _: Intent) -> Iterator[Obstacle]:
    if not ledger.may_be_kept(session):
        role = identifier(session.value("select current_user"))
        yield Obstacle(
            "ledger",
            True,
            f"{role} may not create schema difftool, where the ledger and what is kept aside live",
            f"somebody who may must run: create schema if not exists difftool; "
            f"grant usage, create on schema difftool to {role}",
        )


def _paused(session: Session, _: Intent) -> Iterator[Obstacle]:
    if told := paused(session):
        flag, remedy = told.split("; ", 1)
        yield Obstacle("paused", False, f"{flag}: apply will wait", remedy)


def _uncounted(session: Session, _: Intent) -> Iterator[Obstacle]:
    """Only a superuser may set it, so we cannot."""
    if session.value("select pg_catalog.current_setting('track_counts')") == "off":
        yield Obstacle(
            "track-counts",
            True,
            "track_counts is off: how many rows a step changes, deletes and keeps aside would not be known",
            "set it to on for this role, database or server",
        )


def _replica_role(session: Session, _: Intent) -> Iterator[Obstacle]:
    role = session.value(_SETTING, ["session_replication_role"])
    if role == "replica":
        yield Obstacle(
            "replica-role",
            True,
            "session_replication_role is replica: foreign keys and triggers would not be kept",
            "set it to origin for this role",
        )


def _room_for_locks(session: Session, intent: Intent) -> Iterator[Obstacle]:
    """The lock table is shared (manual: "Lock Management", max_locks_per_transaction)."""
    each, sessions = (int(session.value(_SETTING, [n])) for n in ("max_locks_per_transaction", "max_connections"))
    if len(intent.locks) > each * sessions // 2:
        yield Obstacle(
            "lock-table",
            False,
            f"{len(intent.locks)} relations are locked, the server has room for about {each * sessions} locks of all",
            "raise max_locks_per_transaction",
        )


CHECKS: tuple[Check, ...] = (
    _standby,
    _read_only,
    _replica_role,
    _uncounted,
    _ledger,
    *preflight_relations.CHECKS,
    *preflight_rights.CHECKS,
    _paused,
    _room_for_locks,
    *preflight_activity.CHECKS,
)

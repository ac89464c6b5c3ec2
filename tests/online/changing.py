"""Databases with large tables, changed online: planned, applied and taken back on one server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psycopg2.extensions import make_dsn

from difftool.files.patterns import parse_pattern
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Policy, Profile, Scope, Settings, SnapshotFile
from difftool.model.receipt import Receipt
from difftool.pg.dump import plain
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.sql.dump_text import normalised
from tests.golden import dangers

BLOCKING = {"SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"}
BUSY = Policy(small_table=10, batch=60, shadow="any", hazards={"DATA-LOSS": "allow"})


def wanted(target: str, policy: Policy = BUSY, **more: Any) -> Profile:
    """All of `public` as `target` says, with its comments and grants."""
    scope = Scope((parse_pattern("public.*"),))
    compare = frozenset({"privileges", "comment"})
    profile = Profile("big", "", (SnapshotFile("target.sql", target),), scope, compare, policy=policy, digest=target)
    return replace(profile, **more)


def dsn_of(shadow: Shadow, session: Session) -> str:
    return make_dsn(shadow.dsn, dbname=session.value("select current_database()"))


def work(shadow: Shadow, session: Session) -> Work:
    return Work(Settings("/", "/profiles"), Address(dsn_of(shadow, session), "the test"), shadow, timeout=30)


def planned(shadow: Shadow, session: Session, profile: Profile) -> Plan:
    return make_plan(work(shadow, session), profile)


def applied(shadow: Shadow, session: Session, plan: Plan, **options: Any) -> Receipt:
    usual = {"approve": plan.digest, "ask": None, "allow": dangers(plan), "progress": lambda _: None}
    return apply_plan(work(shadow, session), plan, **(usual | options))


def schema(shadow: Shadow, session: Session) -> tuple[str, ...]:
    """In pg_dump's words, without what is difftool's."""
    return normalised(plain(dsn_of(shadow, session)))


def rows(session: Session, table: str) -> list[dict[str, Any]]:
    """By the names of their columns, whose order may change."""
    return [row for (row,) in session.rows(f"select to_jsonb(t) from {table} t order by to_jsonb(t)::text")]


def blocking(plan: Plan) -> list[str]:
    """The titles of the steps that somebody waits for."""
    return [step.title for step in plan.steps if BLOCKING & set(step.locks.values())]

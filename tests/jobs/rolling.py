"""A database with jobs of users, some unknown, and a profile that wants every job to name a known one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psycopg2.extensions import make_dsn

from difftool.files.patterns import parse_pattern
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import DataRule, External, Place, Policy, Profile, Scope, Settings, SnapshotFile
from difftool.model.receipt import Receipt
from difftool.pg.connection import whoami
from difftool.pg.dump import plain
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.seal import seal
from difftool.sql.dump_text import normalised
from tests.golden import dangers

JOBS = """
create table jobs (id integer generated always as identity primary key, user_id integer, note text unique,
  twice integer generated always as (id * 2) stored);
create table attempts (id integer primary key, job integer not null references jobs on delete cascade);
"""
WITH_KEY = f"{JOBS}alter table jobs add constraint jobs_user foreign key (user_id) references profiles;\n"
ROWS = """
insert into profiles select generate_series(1, 5);
insert into jobs (user_id, note) select case when g > 7 then g + 100 else 1 + g % 5 end, 'job ' || g
  from generate_series(1, 10) g;
insert into attempts select g, g from generate_series(1, 10) g;
"""


def wanted(become: Any, snapshot: str = WITH_KEY) -> Profile:
    rule = DataRule("orphans", "jobs.user_id", {"become": become}, Place("profiles/jobs.yaml", 9))
    return Profile(
        "jobs",
        "",
        (SnapshotFile("jobs.sql", snapshot),),
        Scope(tuple(parse_pattern(f"public.{name}") for name in ("jobs", "attempts"))),
        externals=(External("table", "public.profiles", {"id": "integer"}, ("id",), ("select", "references")),),
        data=(rule,) if become else (),
        policy=Policy(shadow="any"),
        digest=f"digest of {become} {snapshot}",
    )


def seeded(session: Session) -> Session:
    for statement in f"create table profiles (id integer primary key);{JOBS}{ROWS}".split(";\n"):
        if statement.strip():
            session.execute(statement)
    return session


def work(shadow: Shadow, session: Session) -> Work:
    dsn = make_dsn(shadow.dsn, dbname=session.value("select current_database()"))
    return Work(Settings("/", "/profiles"), Address(dsn, "the test"), shadow, timeout=30)


def apply(on: Work, plan: Plan, **options: Any) -> Receipt:
    usual = {"approve": plan.digest, "ask": None, "allow": dangers(plan), "progress": lambda _: None}
    given: dict[str, Any] = usual | options
    return apply_plan(on, plan, **given)


_PLANS: dict[tuple[str, str], Plan] = {}


def planned(on: Work, session: Session, profile: Profile) -> Plan:
    """The profile's plan for the seeded database; made once, for all tests begin with the same schema."""
    identity = whoami(session)
    kept = _PLANS.get((profile.digest, identity.system))
    plan = kept or _PLANS.setdefault((profile.digest, identity.system), make_plan(on, profile))
    return seal(replace(plan, target=replace(plan.target, database=identity.database)))


def planned_and_applied(on: Work, session: Session, profile: Profile) -> Plan:
    plan = planned(on, session, profile)
    apply(on, plan)
    return plan


def rolled_back(on: Work, name: str = "", conflicts: str = "refuse") -> Receipt:
    return apply(on, roll_back(on, name, conflicts))


def users(session: Session) -> dict[int, int | None]:
    return dict(session.rows("select id, user_id from jobs order by id"))


def contents(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    return {name: session.rows(f"select * from {name} order by 1") for name in ("jobs", "attempts")}


def schema(session: Session) -> frozenset[str]:
    return frozenset(text for text in normalised(plain(session.connection.dsn)) if "difftool" not in text)

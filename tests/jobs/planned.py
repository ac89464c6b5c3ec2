"""A plan made by hand: jobs get a foreign key to profiles, and orphans are set to null."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from psycopg2.extensions import make_dsn

from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.marks import marks
from difftool.diff.scope import within
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.read_history import read_history
from difftool.jobs.scene import see
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.catalog import Comparing
from difftool.model.foreign_key import Column, ForeignKey, Table
from difftool.model.plan import Finding, Observed, Phase, Plan, Proof, Step, TargetDatabase, Undo, UndoKind
from difftool.model.profile import DataRule, Pattern, Place, Policy, Scope, Settings, Verification
from difftool.model.receipt import Receipt, StepReceipt
from difftool.pg.catalog.read import read_catalog
from difftool.pg.connection import whoami
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.ledger_sql import LEDGER
from difftool.planning.orphans import orphan_probe, resolve
from difftool.planning.seal import seal

SCHEMA = """
create table profiles (id integer primary key);
create table jobs (id integer primary key, user_id integer);
insert into profiles select g from generate_series(1, 5) g;
insert into jobs select g, case when g > 7 then g + 100 else 1 + g % 5 end from generate_series(1, 10) g
"""

JOBS = Table("public", "jobs", (Column("id", "integer", nullable=False), Column("user_id", "integer")), ("id",))
USERS = ForeignKey("jobs_user_id_fkey", JOBS, ("user_id",), "public", "profiles", ("id",))
RULE = DataRule("orphans", "jobs.user_id", {"become": "set-null"}, Place("profiles/x.yaml"))
CLEANED = resolve(USERS, RULE, "ab12", 1, "30 days")
DROP_KEY = Undo(UndoKind.LOSSLESS, ("alter table public.jobs drop constraint jobs_user_id_fkey",))
REFERENCE = "foreign key (user_id) references public.profiles (id)"
LOCKS = {"public.jobs": "SHARE ROW EXCLUSIVE", "public.profiles": "SHARE ROW EXCLUSIVE"}

GUARD = Step(
    1,
    Phase.GUARD,
    "add the foreign key, NOT VALID",
    (f"alter table public.jobs add constraint jobs_user_id_fkey {REFERENCE} not valid",),
    DROP_KEY,
    locks=LOCKS,
)
CLEAN = Step(
    2, Phase.CLEAN, CLEANED.title, CLEANED.sql, CLEANED.undo, rows=True, locks={"public.jobs": "ROW EXCLUSIVE"}
)
VALIDATE = Step(
    3,
    Phase.VALIDATE,
    "validate the foreign key",
    ("alter table public.jobs validate constraint jobs_user_id_fkey",),
    Undo(UndoKind.LOSSLESS),
    probes=(orphan_probe(USERS),),
    locks={"public.jobs": "SHARE UPDATE EXCLUSIVE", "public.profiles": "ROW SHARE"},
)
INDEX = Step(
    3,
    Phase.INDEX,
    "index the users",
    ("create index concurrently jobs_user on public.jobs (user_id)",),
    Undo(UndoKind.LOSSLESS, ("drop index concurrently public.jobs_user",)),
    transaction=False,
)
PARTS = """
create table parts (id integer) partition by range (id);
create table parts_1 partition of parts for values from (0) to (10)
"""
DETACH = Step(
    1,
    Phase.CONTRACT,
    "detach",
    ("ALTER TABLE public.parts DETACH PARTITION public.parts_1 CONCURRENTLY",),
    Undo(UndoKind.LOSSLESS, ("alter table public.parts attach partition public.parts_1 for values from (0) to (10)",)),
    transaction=False,
)
KNOWN = Verification(
    "every job names a known user, or none",
    "select count(*) from public.jobs where user_id not in (select id from public.profiles)",
)
RESOLVED = Finding(orphan_probe(USERS), "jobs.user_id -> profiles.id", 3, 10, "3 of 10", resolved_by="orphans")


def seeded(session: Session) -> Session:
    for statement in SCHEMA.split(";\n"):
        session.execute(statement)
    return session


def plan_for(
    session: Session,
    other: Session,
    *steps: Step,
    policy: Policy | None = None,
    verify: tuple[Verification, ...] = (KNOWN,),
    findings: tuple[Finding, ...] = (RESOLVED,),
    tables: tuple[str, ...] = ("jobs",),
) -> Plan:
    """A sealed plan for the database of `session`; `other` is an empty database in which its end is looked up."""
    identity = whoami(session)
    plan = Plan(
        digest="",
        profile="integrated",
        profile_digest="",
        target=TargetDatabase("", identity.database, identity.system),
        live_major=session.version // 10000,
        proven_on=session.version // 10000,
        before="",
        after="",
        scope=Scope(tuple(Pattern(f"public.{name}", "", "public", name) for name in tables)),
        comparing=Comparing({}),
        search_path="public",
        changes=(),
        steps=steps or (GUARD, CLEAN, VALIDATE),
        verify=verify,
        policy=policy or Policy(lock_timeout=0.2),
        proof=Proof("equal", "equal", "equal"),
        observed=Observed(findings=findings, host=identity.host),
    )
    rehearsed = tuple(_rehearsed(seeded(other), plan))
    seen = marks(within(read_catalog(session), plan.scope), plan.comparing)
    plan = replace(plan, observed=replace(plan.observed, marks=seen))
    return seal(replace(plan, before=see(session, plan).state, after=rehearsed[-1].after, steps=rehearsed))


def _rehearsed(copy: Session, plan: Plan) -> Iterator[Step]:
    copy.execute("delete from jobs where id > 7")  # only the schema matters here
    copy.execute(LEDGER)
    for step in plan.steps:
        for statement in step.sql:
            copy.execute(statement)
        managed = within(read_catalog(copy), plan.scope)
        yield replace(step, after=managed_fingerprint(managed, plan.comparing))


def address_of(shadow: Shadow, session: Session, **more: str) -> Address:
    return Address(make_dsn(shadow.dsn, dbname=session.value("select current_database()"), **more), "the test")


def apply(address: Address, plan: Plan, **options: Any) -> Receipt:
    """Apply it, approved by its digest unless the options say otherwise."""
    progress: Callable[[StepReceipt], None] = options.pop("progress", lambda _: None)
    given: Mapping[str, Any] = {"approve": plan.digest, "ask": None} | options
    return apply_plan(Work(Settings("/", "/profiles"), address, timeout=30), plan, progress=progress, **given)


def users(session: Session) -> list[int | None]:
    return [user for (user,) in session.rows("select user_id from jobs order by id")]


def key_is_there(session: Session) -> bool | None:
    """Whether the foreign key is validated; None where it is not there."""
    validated: bool | None = session.value("select convalidated from pg_constraint where conname = 'jobs_user_id_fkey'")
    return validated


ORPHANED = [2, 3, 4, 5, 1, 2, 3, 108, 109, 110]
"""the users of jobs as they are before"""


def untouched(live: Session) -> bool:
    return (
        users(live) == ORPHANED
        and key_is_there(live) is None
        and live.value("select to_regnamespace('difftool')") is None
    )


def history(address: Address) -> list[tuple[str, int, int, str]]:
    entries = read_history(Work(Settings("/", "/profiles"), address))
    return [(entry.digest, entry.steps_done, entry.steps, entry.next_step) for entry in entries]

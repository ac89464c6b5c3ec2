"""How long a step really holds its locks: of any plan, on tables with rows, for no longer than the policy allows."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, reject

from difftool.errors import DataRefused
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Settings
from difftool.pg.roles import Role
from difftool.pg.samples import fill
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.generated import Object, schema
from tests.online.changing import BLOCKING, BUSY, applied, dsn_of, planned, wanted
from tests.online.test_any_change import CHANGES, LIVE, waited_for
from tests.test_any_schema import FUZZED, built, profile_of

BESIDE = """
create domain code as text;
create table coded (c code);
create table t (id int primary key, a int);
create table w (id int not null);
create table k (id int not null primary key);
"""
BESIDE_ROWS = """
insert into t select g, g from generate_series(1, 300) g;
insert into w select g from generate_series(1, 300) g;
insert into k select g from generate_series(1, 300) g;
insert into coded select 'y' from generate_series(1, 300);
analyze;
"""
MANY = """
insert into kinds select generate_series(1, 300);
insert into t select g, g, g, md5(g::text), 1 + g % 300, md5(g::text) from generate_series(1, 500000) g;
analyze;
"""
MAX_LOCK = 1.0
TOLD = {"LONG-LOCK", "FULL-SCAN", "TABLE-REWRITE"}
HELD = """
select distinct virtualtransaction from pg_locks l join pg_class c on c.oid = l.relation
where l.pid <> pg_backend_pid() and l.granted and l.mode = any (%s) and c.relnamespace = 'public'::regnamespace
  and c.relkind in ('r', 'p') and l.database = (select oid from pg_database where datname = current_database())
"""
MODES = [f"{mode.title().replace(' ', '')}Lock" for mode in BLOCKING]


@dataclass
class Watched:
    """`seconds` by transaction: between the first and the last time that a lock was seen for which writers wait."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))


@contextmanager
def watched(dsn: str) -> Iterator[Watched]:
    """Looked at about a hundred times a second."""
    found, first, ended = Watched(), dict[str, float](), threading.Event()

    def look() -> None:
        with Session.open(dsn) as session:
            while not ended.wait(0.01):
                now = time.monotonic()
                for (transaction,) in session.rows(HELD, [MODES]):
                    found.seconds[transaction] = now - first.setdefault(transaction, now)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(3))
def test_locks_are_held_no_longer_than_the_policy_allows(shadow: Shadow, database: Session, number: int) -> None:
    """Five changes of a table of half a million rows, seen in pg_locks while they are applied."""
    target = LIVE
    for was, becomes in Random(number).sample(CHANGES, 5):
        target = target.replace(was, becomes, 1)
    database.execute(LIVE + MANY)
    policy = replace(BUSY, max_lock=MAX_LOCK, batch=5000, small_table=10000)
    plan = planned(shadow, database, wanted(target, policy))
    assert not TOLD & {hazard.code for hazard in plan.hazards}
    assert max(_seconds(shadow, database, plan), default=0) < MAX_LOCK


@pytest.mark.slow
def test_the_same_watch_sees_what_is_held_too_long(shadow: Shadow, database: Session) -> None:
    """With `online: never` the lock is held for as long as the table is written anew."""
    database.execute(LIVE + MANY)
    policy = replace(BUSY, max_lock=MAX_LOCK, online="never")
    plan = planned(
        shadow, database, wanted(LIVE.replace("e text", "e varchar(40)").replace("a int", "a bigint"), policy)
    )
    assert "LONG-LOCK" in {hazard.code for hazard in plan.hazards}
    assert max(_seconds(shadow, database, plan)) > MAX_LOCK


def _seconds(shadow: Shadow, database: Session, plan: Plan) -> list[float]:
    with watched(dsn_of(shadow, database)) as seen:
        applied(shadow, database, plan)
    return list(seen.seconds.values())


def test_what_is_read_beside_the_change_is_told(shadow: Shadow, database: Session) -> None:
    """What changed since a dropped column was copied, values of a domain, the largest number: each under a lock."""
    database.execute(BESIDE)
    database.execute(BESIDE_ROWS)
    target = BESIDE.replace(", a int)", ")").replace("as text", "as text check (length(value) < 9)")
    target = target.replace("(id int not null", "(id int not null generated always as identity")
    plan = planned(shadow, database, wanted(target))
    found = {hazard.object for hazard in plan.hazards if hazard.code == "FULL-SCAN"}
    assert found == {"public.t", "public.coded", "public.w"}
    told = {hazard.step for hazard in plan.hazards if hazard.code == "FULL-SCAN"}
    assert [line for step, line in waited_for(database, plan, small=10) if step.id not in told] == []


@pytest.mark.slow
@FUZZED
@given(here=schema(), there=schema())
def test_what_reads_rows_while_others_wait_is_told(
    shadow: Shadow, here: tuple[Object, ...], there: tuple[Object, ...]
) -> None:
    """Between any two schemas with rows: a step that must read or write them under a lock has a hazard that says so."""
    shadow.create_roles([Role("anna"), Role("bob")])
    with built(shadow, here) as scratch, tempfile.TemporaryDirectory() as folder:
        with scratch.open() as session:
            fill(session, rows=40)
            session.execute("analyze")
        work = Work(Settings(folder, folder), Address(scratch.dsn, "the test"), shadow)
        profile = profile_of(Path(folder), there)
        try:
            plan = make_plan(work, replace(profile, policy=replace(profile.policy, small_table=20, batch=30)))
        except DataRefused:  # the rows are in the way: that is not for us to decide
            reject()
        told = {hazard.step for hazard in plan.hazards if hazard.code in TOLD}
        with scratch.open() as session:
            found = waited_for(session, plan, small=20)
        assert [line for step, line in found if step.id not in told] == []

"""What hangs on rows that a plan removes: kept and brought back, or counted and refused before anything runs."""

from __future__ import annotations

import pytest

from difftool.errors import DataRefused
from difftool.files.patterns import parse_pattern
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.model.plan import Plan
from difftool.model.profile import DataRule, Place, Policy, Profile, Scope, SnapshotFile
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import apply, work

USERS = "create table users (id integer primary key);"
JOBS = "create table jobs (id integer primary key, user_id integer {});"
FOLLOWING = f"""{USERS}
create table jobs (id integer primary key, user_id integer {{}}) partition by range (id);
create table jobs_low partition of jobs for values from (0) to (3);
create table jobs_high partition of jobs for values from (3) to (9);
create table attempts (id integer primary key, job integer references jobs on delete cascade deferrable,
  retried integer references jobs on delete set null) partition by range (id);
create table attempts_low partition of attempts for values from (0) to (3);
create table attempts_high partition of attempts for values from (3) to (9);
create table costs (id integer primary key, attempt integer references attempts on delete cascade,
  job integer references jobs on delete cascade);
create table notes (id integer primary key, cost integer references costs, attempt integer references attempts
  on delete cascade);
"""
ROWS = """insert into users values (1); insert into jobs values (1, 9), (2, 1), (3, 8);
insert into attempts values (1, 1, 2), (2, 2, 1), (3, 3, 3), (4, 2, 2);
insert into costs values (1, 1, 2), (2, 2, 1), (3, 2, 2), (4, null, 3);
insert into notes values (1, 1, 2), (2, 1, 1), (3, 3, 2), (4, 2, 2)
"""
TABLES = ("jobs", "attempts", "costs", "notes")


def wanted(schema: str, *manages: str) -> Profile:
    rule = DataRule("orphans", "jobs.user_id", {"become": "delete"}, Place("profiles/jobs.yaml", 9))
    return Profile(
        "jobs",
        "",
        (SnapshotFile("jobs.sql", schema.format("references users")),),
        Scope(tuple(map(parse_pattern, manages or ("public.*",)))),
        data=(rule,),
        policy=Policy(shadow="any", batch=1),
        digest=f"digest of {schema}",
    )


def contents(session: Session) -> list[list[tuple[str]]]:
    return [session.rows(f"select t::text from {table} t order by 1") for table in TABLES]


def planned(shadow: Shadow, session: Session, schema: str, rows: str, *manages: str) -> Plan:
    session.execute(schema.format("") + rows)
    return make_plan(work(shadow, session), wanted(schema, *manages))


@pytest.mark.slow
def test_all_ways_by_which_a_deletion_goes_on_are_kept(shadow: Shadow, database: Session) -> None:
    """Two keys to one table, a diamond, partitions, and a reference beside a cascade: every row and value returns."""
    plan = planned(shadow, database, FOLLOWING, ROWS)
    before, on = contents(database), work(shadow, database)
    told = apply(on, plan).accounting
    assert "public.attempts: 4 rows before = 2 after + 2 quarantined; 1 value kept aside" in told
    assert "public.costs: 4 rows before = 1 after + 3 quarantined" in told
    apply(on, roll_back(on))
    assert contents(database) == before


def test_what_would_stop_a_deletion_is_counted_first(shadow: Shadow, database: Session) -> None:
    """A circle, a tree, a key that forbids further down, and others' tables: refused with their counts."""
    schema = f"""{USERS}{JOBS}
alter table jobs add parent integer references jobs on delete cascade;
create table attempts (id integer primary key, job integer references jobs on delete cascade);
alter table jobs add last integer references attempts on delete cascade;
create table costs (id integer primary key, attempt integer not null references attempts);
"""
    rows = """insert into users values (1); insert into jobs values (1, 9, null), (2, 1, 1), (3, 1, 2);
insert into attempts values (1, 1), (2, 2); update jobs set last = 1 where id = 3;
insert into costs values (1, 1), (2, 2);
create table theirs (id integer primary key, job integer references jobs on delete cascade);
insert into theirs values (1, 1), (2, 1), (3, 2)"""
    with pytest.raises(DataRefused) as refused:
        planned(shadow, database, schema, rows, *(f"public.{name}" for name in ("users", *TABLES[:3])))
    told = "\n".join(refused.value.details)
    assert "1 of 3 rows of jobs refer by jobs_parent_fkey to rows of jobs that are to go" in told
    assert "1 of 3 rows of jobs refer by jobs_last_fkey to rows of attempts that are to go" in told
    assert "1 of 2 rows of costs refer by costs_attempt_fkey to rows of attempts that are to go" in told
    assert "2 of 3 rows of theirs refer by theirs_job_fkey to rows of jobs that are to go" in told


def test_a_reference_that_must_hold_later_is_not_emptied(shadow: Shadow, database: Session) -> None:
    """A column that the target wants filled cannot become NULL: what refers to rows that go is refused."""
    schema = f"{USERS}{JOBS}create table notes (id integer primary key, job integer {{}} references jobs)"
    before = schema.format("", "")
    database.execute(f"{before}; insert into jobs values (1, 9); insert into notes values (1, 1)")
    with pytest.raises(DataRefused, match="1 row would break"):
        make_plan(work(shadow, database), wanted(schema.format("references users", "not null")))

"""A rekey that stops after any of its steps is taken back: rows and schema are as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import Stopped
from difftool.files.patterns import parse_pattern
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.model.plan import Plan
from difftool.model.profile import DataRule, Place, Policy, Profile, Scope, SnapshotFile
from difftool.model.receipt import StepReceipt
from difftool.pg.connection import whoami
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.seal import seal
from tests.jobs.rolling import apply, schema, work

OLD = """
create table maker (id uuid primary key default gen_random_uuid(), name text not null unique);
create table model (id int primary key, maker_id uuid references maker, note text);
create table use (id int primary key, model int not null references model on delete cascade);
insert into maker select md5(n::text)::uuid, 'maker ' || n from generate_series(1, 5) n;
insert into model select n, md5((nullif(n % 6, 0))::text)::uuid, 'model ' || n from generate_series(1, 20) n;
insert into use select n, n from generate_series(1, 20) n;
analyze;
"""
NEW = """
create table maker (name text primary key);
create table model (id int primary key, note text, maker text not null references maker);
create table use (id int primary key, model int not null references model on delete cascade);
"""
RULE = DataRule(
    "rekey",
    "maker",
    {
        "from": ("id",),
        "to": ("name",),
        "carry": {"model.maker_id": "maker"},
        "generate": "gen_random_uuid()",
        "unresolved": "quarantine",
    },
    Place("profiles/makers.yaml", 3),
)
ALLOWED = dict.fromkeys(("DATA-LOSS", "LONG-LOCK", "CASCADE-REACH"), "allow")
MAKERS = Profile(
    "makers",
    "",
    (SnapshotFile("makers.sql", NEW),),
    Scope(tuple(parse_pattern(f"public.{name}") for name in ("maker", "model", "use"))),
    data=(RULE,),
    policy=Policy(shadow="any", small_table=5, batch=6, hazards=ALLOWED),
    digest="makers",
)


def made(session: Session) -> Session:
    session.execute(OLD)
    return session


def contents(session: Session) -> list[tuple[object, ...]]:
    return [
        row
        for name in ("maker", "model", "use")
        for row in session.rows(f"select '{name}', to_jsonb(t)::text from {name} as t order by 2")
    ]


def stopped_after(shadow: Shadow, live: Session, plan: Plan, step: int) -> None:
    """Apply the plan, for this database, up to that step."""

    def stop(receipt: StepReceipt) -> None:
        if receipt.id == step:
            raise KeyboardInterrupt

    mine = seal(replace(plan, target=replace(plan.target, database=whoami(live).database)))
    with pytest.raises(Stopped):
        apply(work(shadow, live), mine, progress=stop)


def taken_back(shadow: Shadow, live: Session, plan: Plan, step: int) -> None:
    before, as_dumped = contents(live), schema(live)
    stopped_after(shadow, live, plan, step)
    apply(work(shadow, live), roll_back(work(shadow, live)))
    assert contents(live) == before, plan.steps[step - 1].title
    assert schema(live) == as_dumped, plan.steps[step - 1].title


@pytest.mark.slow
def test_a_rekey_that_stopped_in_its_middle_is_taken_back(shadow: Shadow, new_database: Callable[[], Session]) -> None:
    """Filled, moved aside and half required, not yet dropped: all of it returns."""
    live = made(new_database())
    plan = make_plan(work(shadow, live), MAKERS)
    taken_back(shadow, live, plan, len(plan.steps) // 2)


@pytest.mark.slow
def test_a_rekey_is_taken_back_from_each_step(shadow: Shadow, new_database: Callable[[], Session]) -> None:
    """Wherever it stopped, the way back leads to the beginning."""
    first = made(new_database())
    plan = make_plan(work(shadow, first), MAKERS)
    assert len(plan.steps) > 8
    for step in range(1, len(plan.steps)):
        taken_back(shadow, made(new_database()), plan, step)

"""Whatever is changed on a table with rows: nobody waits for as long as it takes to read or write them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from difftool.model.plan import Plan, Step
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.batches import whole
from difftool.planning.ledger_sql import LEDGER
from tests.online.changing import BLOCKING, BUSY, planned, wanted

LIVE = """
create table kinds (id int primary key);
create table t (id int primary key, a int, b int not null, c text unique, d int, e text);
create index t_b on t (b);
alter table t add constraint t_d check (d > 0);
alter table t add constraint t_kind foreign key (d) references kinds;
create view v as select a from t;
"""
ROWS = """
insert into kinds select generate_series(1, 300);
insert into t select g, g, g, md5(g::text), g, md5(g::text) from generate_series(1, 300) g;
analyze;
"""
CHANGES = (
    ("t (id int", "t (id bigint"),
    ("a int,", "a bigint,"),
    ("a int,", "a int not null,"),
    ("b int not null", "b bigint not null"),
    ("c text unique", "c uuid unique"),
    ("e text", "e text unique"),
    ("e text", "e text check (length(e) > 1)"),
    ("e text", "e text, f uuid not null default gen_random_uuid()"),
    ("t_b on t (b)", "t_b on t (b desc, id)"),
    ("(d > 0)", "(d > 0 and d < 1000)"),
    ("references kinds", "references kinds on delete cascade"),
    ("create view", "create index t_e on t (e);\ncreate view"),
)
READ = """
select pg_class.relname, seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_upd
from pg_stat_xact_user_tables join pg_class on pg_class.oid = relid where schemaname = 'public' and reltuples > %s
"""
SEED = 7
PLANS = 4


@pytest.mark.parametrize("number", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, PLANS))])
def test_no_step_reads_rows_while_others_wait(shadow: Shadow, database: Session, number: int) -> None:
    """Of several changes at once: a step that holds a lock for which others wait reads and writes no row."""
    target = LIVE
    for was, becomes in Random(SEED + number).sample(CHANGES, 4):
        target = target.replace(was, becomes, 1)
    database.execute(LIVE + ROWS)
    plan = planned(shadow, database, wanted(target))
    assert [hazard.code for hazard in plan.hazards if hazard.code in ("LONG-LOCK", "FULL-SCAN", "TABLE-REWRITE")] == []
    assert [line for _, line in waited_for(database, plan)] == []


@pytest.mark.slow
def test_plain_forms_are_found_by_the_same_measure(shadow: Shadow, database: Session) -> None:
    """With `online: never` the same changes read rows while others wait: seen, or told as the rewrite of a table.

    What a rewrite reads is in no counter of the server.
    """
    database.execute(LIVE + ROWS)
    policy = replace(BUSY, online="never")
    target = LIVE.replace("a int,", "a bigint,").replace("(d > 0)", "(d > 0 and d < 1000)")
    plan = planned(shadow, database, wanted(target, policy))
    seen = {step.id for step, _ in waited_for(database, plan)}
    assert seen | {step.id for step in plan.steps if step.rewrites} == {step.id for step in plan.steps}


def waited_for(live: Session, plan: Plan, small: int = 0) -> list[tuple[Step, str]]:
    """The steps that were waited for while they read or wrote more than `small` rows of a table, in words."""
    live.execute(LEDGER)
    found = []
    for step in plan.steps:
        if not step.transaction:
            for statement in step.sql:
                live.execute(statement)
            continue
        with live.transaction():
            before: dict[str, int] = dict(live.rows(READ, [small]))
            for statement in (*step.catch_up, *step.sql):
                live.execute(whole(statement))
            read = [name for name, count in live.rows(READ, [small]) if count > before.get(name, 0) + small]
            if read and BLOCKING & set(step.locks.values()):
                found.append((step, f"{step.title}: {', '.join(read)}"))
    return found

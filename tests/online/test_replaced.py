"""An index or constraint of a large table that changes is always there: the old one until the new one is ready."""

from __future__ import annotations

import pytest

from difftool.jobs.roll_back import roll_back
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.online.changing import applied, planned, schema, wanted, work

LIVE = """
create table kinds (id int primary key);
create table t (n int primary key, a int, b int);
create index t_a on t (a);
comment on index t_a is 'of a';
alter table t add constraint t_key unique (a);
alter table t add constraint t_check check (a > 0);
alter table t add constraint t_kind foreign key (b) references kinds;
"""
ROWS = """
insert into kinds values (1);
insert into t select g, g, 1 from generate_series(1, 200) g;
analyze t;
"""


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("index t_a on t (a)", "index t_a on t (a desc) where a > 5"),
        ("unique (a)", "unique (a, b) deferrable"),
        pytest.param("check (a > 0)", "check (a > 0 and n > 0)", marks=pytest.mark.slow),
        pytest.param("references kinds", "references kinds on delete set null", marks=pytest.mark.slow),
    ],
)
def test_the_new_one_is_ready_before_the_old_one_goes(
    shadow: Shadow, database: Session, was: str, becomes: str
) -> None:
    """Nothing is built or read under a lock, and no transaction leaves the table without."""
    database.execute(LIVE + ROWS)
    before = schema(shadow, database)
    plan = planned(shadow, database, wanted(LIVE.replace(was, becomes)))
    assert [hazard.code for hazard in plan.hazards if hazard.code in ("FULL-SCAN", "LONG-LOCK")] == []
    *_, last = plan.steps
    assert last.phase.value == "swap"
    assert "DROP" in last.sql[0]
    assert len(plan.steps) > 1
    assert applied(shadow, database, plan).verdict == "equal to big"
    applied(shadow, database, roll_back(work(shadow, database)))
    assert schema(shadow, database) == before


@pytest.mark.slow
def test_a_key_is_taken_back_before_its_index(shadow: Shadow, database: Session) -> None:
    """Whatever else the plan does, here a foreign key that goes first on the way back: the key stays online."""
    live = LIVE.replace("alter table t add constraint t_kind foreign key (b) references kinds;\n", "")
    live += "create table a (n int primary key, c int);\n"
    database.execute(live + ROWS + "insert into a select g, g from generate_series(1, 200) g; analyze a;")
    plan = planned(shadow, database, wanted(LIVE + "create table a (n int primary key, c int not null unique);"))
    assert plan.proof.notes == ()
    assert [step.phase.value for step in plan.steps if not step.transaction] == ["index"]

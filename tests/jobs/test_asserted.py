"""What the rows said when the plan was made is asked again when it is applied."""

from __future__ import annotations

import pytest

from difftool.errors import DataRefused
from difftool.files.patterns import parse_pattern
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.profile import DataRule, Place, Policy, Profile, Scope, Settings, SnapshotFile
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.planned import address_of, apply

BEFORE = "create table t (id int primary key, a int, b text)"
AFTER = "create table t (id int primary key, a int {a}, b {b} {more})"
CHANGES = {
    "not null": ({"a": "not null"}, "insert into t values (1, null)"),
    "unique": ({"a": "unique"}, "insert into t values (1, 5), (2, 5)"),
    "check": ({"more": ", constraint positive check (a > 0)"}, "insert into t values (1, 0)"),
    "conversion": ({"b": "integer"}, "insert into t values (1, 1, 'x')"),
}


@pytest.fixture
def live(database: Session) -> Session:
    database.execute(BEFORE)
    return database


@pytest.mark.parametrize("name", CHANGES)
def test_rows_that_came_after_the_plan_stop_it(live: Session, shadow: Shadow, name: str) -> None:
    """A plan carries its questions: rows that would break a statement are refused before anything is changed."""
    words, bad = CHANGES[name]
    target = AFTER.format(**{"a": "", "b": "text", "more": ""} | words)
    profile = Profile("t", "", (SnapshotFile("t.sql", target),), Scope((parse_pattern("public.*"),)), policy=Policy())
    address = address_of(shadow, live)
    work = Work(Settings("/", "/profiles"), address, shadow, timeout=30)
    plan = make_plan(work, profile)
    live.execute(bad)
    with pytest.raises(DataRefused, match="nothing was changed"):
        apply(address, plan)


def test_a_default_does_not_wait_for_the_rule(live: Session, shadow: Shadow) -> None:
    """A column that gets a default and becomes NOT NULL is asked about once the rule has filled it, and not before."""
    live.execute("insert into t values (1, null)")
    target = AFTER.format(a="not null default 7", b="text", more="")
    rule = DataRule("nulls", "public.t.a", {"become": {"default": "7"}}, Place("t.yaml"))
    scope = Scope((parse_pattern("public.*"),))
    profile = Profile("t", "", (SnapshotFile("t.sql", target),), scope, data=(rule,), policy=Policy())
    address = address_of(shadow, live)
    plan = make_plan(Work(Settings("/", "/profiles"), address, shadow, timeout=30), profile)
    assert [step.phase for step in plan.steps if step.probes] == ["enforce"]
    apply(address, plan)
    assert live.rows("select id, a from t") == [(1, 7)]

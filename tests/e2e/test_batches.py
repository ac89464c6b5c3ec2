"""Rows of large tables are mended in batches: each commits by itself, resumable, and nobody's rows are lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from psycopg2 import errors

from difftool.errors import ConfigError, Stopped
from difftool.jobs.roll_back import roll_back
from difftool.model.plan import Batch, Step
from difftool.model.profile import DataRule, Policy, Profile
from difftool.model.receipt import StepReceipt
from difftool.pg import batches as batches_of_a_step
from difftool.pg import execute
from difftool.pg.batches import Seen
from difftool.pg.session import Session
from tests.e2e.house import House
from tests.e2e.test_data_rules import FILLED, STRICT, profile, rule

ROWS = 1_000
TABLES = f"""
create table box (id int primary key, label text, size int, old_name text, kind text);
insert into box select n, 'box ' || n, nullif(n % 3, 0), null, case n % 2 when 0 then 'red' else 'blue' end
  from generate_series(1, {ROWS}) n;
create table kinds (name text primary key, weight int not null);
insert into kinds values ('red', 10), ('blue', 20);
"""
POLICY = Policy(batch=300, small_table=10**9, lock_timeout=10, hazards={"LONG-LOCK": "allow"})
FILL = rule("fill", "box.weight", **{"from": "kinds.weight", "join": "kinds.name = t.kind"})
NULLS = rule("nulls", "box.size", become={"default": "0"})
GONE = rule("nulls", "box.size", become="quarantine")
ONCE = "create table box (id int primary key, label text, size int unique, old_name text, kind text);"
TWINS = rule("duplicates", "box(size)", keep="first")


@pytest.fixture
def many(house: House) -> House:
    house.admin.execute(TABLES)
    house.admin.execute("analyze box")
    return house


def wanted(target: str, *given: DataRule, **policy: Any) -> Profile:
    return replace(profile(target, *given), policy=replace(POLICY, **policy))


def everything(house: House) -> list[tuple[Any, ...]]:
    return house.admin.rows("select id, label, size, old_name, kind from box order by id")


def recorded(house: House) -> list[Any]:
    """How far each step in batches has come."""
    return [up_to for (up_to,) in house.admin.rows("select up_to from difftool.step where up_to is not null")]


@pytest.mark.parametrize(
    ("target", "given", "left"),
    [
        (FILLED, FILL, ROWS),
        pytest.param(STRICT, NULLS, ROWS, marks=pytest.mark.slow),
        pytest.param(STRICT, GONE, ROWS * 2 // 3 + 1, marks=pytest.mark.slow),
    ],
)
def test_a_large_table_is_mended_in_batches(many: House, target: str, given: DataRule, left: int) -> None:
    """A table of more rows than a batch takes several transactions; rolled back, every row is as it was."""
    before = everything(many)
    plan = many.plan(wanted(target, given))
    (step,) = (step for step in plan.steps if step.batch)
    assert sum("/* batch */" in text for text in step.sql) == (1 if given is FILL else 2)
    receipt = many.apply(plan)
    assert recorded(many) == [f'["{902 if given is NULLS else 900}"]']
    assert many.count("box") == left
    assert next(each for each in receipt.steps if each.id == step.id).rows
    back = roll_back(many.work())
    assert any(step.batch for step in back.steps) == (given is NULLS)
    many.apply(back)
    assert everything(many) == before


def test_a_small_table_takes_one_statement(many: House) -> None:
    """Where all rows fit into a batch, the plan says nothing of batches."""
    plan = many.plan(wanted(STRICT, NULLS, batch=ROWS))
    assert not [step for step in plan.steps if step.batch]
    assert not [text for step in plan.steps for text in step.sql if "batch" in text]


@contextmanager
def stopped_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What comes between batches stops the step after so many."""
    run_batches = batches_of_a_step.run_batches

    def stopping(session: Session, step: Step, batch: Batch, *given: Any) -> None:
        seen: list[Seen] = []

        def between(each: Seen) -> None:
            seen.append(each)
            if len(seen) == batches:
                raise KeyboardInterrupt

        run_batches(session, step, batch, given[0], given[1], between, given[3])

    with monkeypatch.context() as patch:
        patch.setattr(execute, "run_batches", stopping)
        yield


@pytest.mark.parametrize("given", [NULLS, pytest.param(GONE, marks=pytest.mark.slow)])
def test_a_stopped_step_goes_on_where_it_was(many: House, given: DataRule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped between two batches, what ran stays; resumed, it goes on behind it, and what was kept is kept once."""
    before = everything(many)
    plan = many.plan(wanted(STRICT, given))
    with stopped_after(2, monkeypatch), pytest.raises(Stopped):
        many.apply(plan)
    assert recorded(many) == [f'["{602 if given is NULLS else 600}"]']
    assert many.admin.value("select rows from difftool.quarantine") == 200
    many.apply(plan, resume=True)
    assert many.admin.value("select rows from difftool.quarantine") == ROWS // 3
    many.apply(roll_back(many.work()))
    assert everything(many) == before


@pytest.mark.parametrize("given", [NULLS, pytest.param(GONE, marks=pytest.mark.slow)])
def test_what_a_stopped_step_has_done_is_taken_back(
    many: House, given: DataRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rolled back where it stopped between two batches, every row is as it was."""
    before = everything(many)
    with stopped_after(2, monkeypatch), pytest.raises(Stopped):
        many.apply(many.plan(wanted(STRICT, given)))
    many.apply(roll_back(many.work()))
    assert everything(many) == before


@pytest.mark.parametrize("small", [10**9, pytest.param(10, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("target", "given"), [(FILLED, FILL), (STRICT, NULLS)])
def test_rows_that_arrive_meanwhile_are_caught_up(many: House, target: str, given: DataRule, small: int) -> None:
    """Somebody inserts and updates all the while: the plan arrives, and all that was written is there."""
    plan = many.plan(wanted(target, given, small_table=small))
    with writer(many.dsn(), "insert into box (id, kind) values ({}, 'red')") as written:
        receipt = many.apply(plan)
    assert receipt.verdict == "equal to boxes"
    assert many.count(f"box where id > {ROWS}") == len(written) > 0


@contextmanager
def writer(dsn: str, statement: str) -> Iterator[list[int]]:
    """Another session that writes one row after another, until it is refused or the end; the rows that it wrote."""
    written: list[int] = []
    stop = threading.Event()

    def write() -> None:
        with Session.open(dsn) as session:
            while not stop.wait(0.002):
                try:
                    session.execute(statement.format(ROWS + 1 + len(written)))
                except (errors.NotNullViolation, errors.CheckViolation):
                    return
                written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        stop.set()
        thread.join()


@pytest.mark.slow
def test_surplus_rows_go_a_part_at_a_time(many: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which rows repeat others is asked for each batch: each commits by itself; stopped, resumed, rolled back."""
    before = everything(many)
    plan = many.plan(wanted(ONCE, TWINS))
    with stopped_after(1, monkeypatch), pytest.raises(Stopped):
        many.apply(plan)
    assert many.count("box") == ROWS - 300
    receipt = many.apply(plan, resume=True)
    assert receipt.verdict == "equal to boxes"
    assert many.count("box") == 2 + ROWS // 3
    many.apply(roll_back(many.work()))
    assert everything(many) == before


OWN = "update box as t set old_name = 'where' where t.kind = 'red' or (select true where t.id < 3)"
LEFT = "select count(*) from box where old_name is null and (kind = 'red' or id < 3)"


@pytest.mark.slow
def test_a_statement_of_the_profile_runs_in_batches(many: House) -> None:
    """Its condition is bounded, whatever it says; what it should do is asked once all batches ran."""
    given = rule("sql", OWN, expect=LEFT, batch={"by": "id", "size": 400})
    plan = many.plan(wanted(FILLED, FILL, given, hazards={"IRREVERSIBLE": "allow", "LONG-LOCK": "allow"}))
    (step,) = (each for each in plan.steps if each.title.startswith("run update"))
    assert step.batch == Batch("public.box", ("id",), 400)
    many.apply(plan)
    assert recorded(many) == ['["900"]', '["800"]']
    assert many.count("box where old_name = 'where'") == ROWS // 2 + 1


def test_what_has_no_batches_is_told(many: House) -> None:
    """A statement that cannot be bounded is refused with what it must look like."""
    for text in ("update box set size = 0", "insert into box values (0)", "delete from box as b"):
        given = rule("sql", text, expect="select 0", batch={"by": "id"})
        with pytest.raises(ConfigError, match="that calls its table t"):
            many.plan(wanted(FILLED, FILL, given))


@pytest.mark.slow
def test_values_that_return_in_batches_go_on_where_they_were(many: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rollback that stops between two batches goes on; what was changed meanwhile stays."""
    before = everything(many)
    many.apply(many.plan(wanted(STRICT, NULLS)))
    back = roll_back(many.work())
    with stopped_after(2, monkeypatch), pytest.raises(Stopped):
        many.apply(back)
    assert many.count("box where size is null") == 200
    many.admin.execute("update box set size = 77 where id = 999")
    many.apply(back, resume=True)
    assert everything(many) == [row if row[0] != 999 else (999, row[1], 77, *row[3:]) for row in before]


NARROW = "create table box (id int primary key, size int, old_name text, kind text);"


@pytest.mark.parametrize("target", [NARROW, pytest.param("", marks=pytest.mark.slow)], ids=["column", "table"])
def test_what_is_dropped_is_copied_before(many: House, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large table in batches, while others write; at the drop only what they have changed since is copied."""
    hazards = {"LONG-LOCK": "allow", "DATA-LOSS": "allow"}
    given = profile(target)
    if not target:
        given = replace(given, scope=replace(given.scope, drop=frozenset({"public.box"})))
    plan = many.plan(replace(given, policy=replace(POLICY, small_table=100, hazards=hazards)))
    with stopped_after(2, monkeypatch), pytest.raises(Stopped):
        many.apply(plan)
    assert many.admin.value("select rows from difftool.quarantine") == 600
    seen: list[Any] = []

    def write(step: StepReceipt) -> None:
        if step.title.endswith("after the drop"):
            many.admin.execute("update box set label = 'changed' where id = 5")
            many.admin.execute("delete from box where id = 6")
            many.admin.execute("insert into box (id, label) values (2000, 'new')")
            seen.append(everything(many))

    receipt = many.apply(plan, resume=True, progress=write)
    assert [step.quarantined for step in receipt.steps if step.quarantined] == [ROWS - 600]
    assert many.admin.value("select rows from difftool.quarantine") == ROWS
    many.apply(roll_back(many.work()))
    assert seen == [everything(many)]

"""Between two steps nobody else may change what is in scope, and reading all of it holds up nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import ANY

import pytest

from difftool.errors import StalePlan, Stopped
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.scene import see
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Settings
from difftool.model.receipt import Receipt, StepReceipt
from difftool.pg import ledger
from difftool.pg.catalog.text import STAND_INS, query_sql
from difftool.pg.session import Session, prepared_as
from difftool.pg.shadow import Scratch, Shadow
from tests.golden import dangers
from tests.jobs.planned import GUARD, INDEX, address_of, apply, plan_for
from tests.online.changing import wanted
from tests.pg.cutting import Relay, relayed

HELD = """
select count(*) from pg_locks l join pg_class c on c.oid = l.relation
where l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
  and c.relnamespace = 'public'::regnamespace
"""
READS_ALL = tuple(f"execute {prepared_as(query_sql(STAND_INS, major))}" for major in range(15, 19))
LOOKS = ("with passing_schemas",)
STEP_DONE = "difftool.step set began = coalesce"
OLD = "create table t (id int primary key, a int); insert into t select g, g from generate_series(1, 100) g; analyze"
GoOn = Callable[[str], tuple[int, ...]]
NEW = "create table t (id int primary key, a int not null);"


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


def _through(shadow: Shadow, live: Session, plan: Plan, told: Callable[[str], None], *, busy: bool = False) -> None:
    """Applied over a line on which `told` hears each statement right before the server does.

    On a busy server others write all the time.
    """
    one_at_a_time = threading.Lock()

    def hear(_: int, statement: str) -> bool:
        with one_at_a_time:
            if busy:
                live.execute("select pg_current_xact_id()")
            told(statement.strip())
        return False

    info = live.connection.info
    with relayed(Relay(f"{info.host}/.s.PGSQL.{info.port}", hear)) as relay:
        apply(address_of(shadow, live, host="127.0.0.1", port=str(relay.port)), plan)


def test_no_lock_is_held_while_the_whole_catalog_is_read(shadow: Shadow, live: Session, plan: Plan) -> None:
    """Steps only take an imprint before they commit; whenever all objects are read, no table of anybody is locked."""
    held: dict[tuple[str, ...], list[int]] = {READS_ALL: [], LOOKS: []}

    def look(statement: str) -> None:
        for kind, counts in held.items():
            if statement.startswith(kind):
                counts.append(live.value(HELD))

    _through(shadow, live, plan, look, busy=True)
    assert set(held[READS_ALL]) == {0}
    assert len(held[READS_ALL]) > len(plan.steps)
    assert len([count for count in held[LOOKS] if count]) == len(plan.steps)


def _looked_at(shadow: Shadow, live: Session, plan: Plan, told: Callable[[str], None] = lambda _: None) -> list[int]:
    """The steps after which all objects were read."""
    begun: list[str] = []
    looked: list[int] = []

    def look(statement: str) -> None:
        begun.extend([statement] if STEP_DONE in statement else [])
        if statement.startswith(READS_ALL) and begun and len(begun) not in looked:
            looked.append(len(begun))
        told(statement)

    _through(shadow, live, plan, look)
    return looked


@pytest.fixture
def small(live: Session, new_database: Callable[[], Session]) -> Plan:
    """Four steps that add a column each."""
    add = replace(GUARD, probes=(), locks={"public.jobs": "ACCESS EXCLUSIVE"})
    steps = (
        replace(
            add,
            id=number,
            title=name,
            sql=(f"alter table public.jobs add column {name} integer",),
            touches=(f"column public.jobs.{name}",),
        )
        for number, name in enumerate("abcd", 1)
    )
    return plan_for(live, new_database(), *steps, verify=(), findings=())


def test_what_a_step_leaves_is_known_where_nobody_else_has_written(shadow: Shadow, live: Session, small: Plan) -> None:
    """It was proven; only the result of the last step is read."""
    assert _looked_at(shadow, live, small) == [4]
    assert ledger.progress(live, small.digest) == ledger.Progress(
        frozenset({1, 2, 3, 4}), ANY, see(live, small).state, 0, imprint=ANY
    )


@pytest.fixture
def indexed(live: Session, new_database: Callable[[], Session], small: Plan) -> Plan:
    """The second of three steps builds an index outside a transaction."""
    first, _, last, _ = small.steps
    return plan_for(
        live, new_database(), first, replace(INDEX, id=2, locks={}), replace(last, id=3), verify=(), findings=()
    )


def test_an_index_that_is_built_alone_is_known_too(shadow: Shadow, live: Session, indexed: Plan) -> None:
    """It takes three transactions, so that three were taken says that nobody else has written."""
    assert _looked_at(shadow, live, indexed) == [3]


def test_whoever_writes_while_an_index_is_built_is_noticed(shadow: Shadow, live: Session, indexed: Plan) -> None:
    """What the step has left is read then, and a change in scope stops the plan."""
    building: list[str] = []

    def meddle(statement: str) -> None:
        if statement.startswith("create index concurrently"):
            building.append(statement)
            live.execute("alter table jobs add sneaky int")

    with pytest.raises(StalePlan, match=r"while step 2 .* ran: that step has run, and no other will") as stopped:
        _through(shadow, live, indexed, meddle)
    assert len(building) == 1
    assert stopped.value.details[0] == "+ column jobs.sneaky integer"


def test_rows_are_looked_after(shadow: Shadow, live: Session, plan: Plan) -> None:
    """A step that changes rows may set off whatever others have made for them."""
    assert _looked_at(shadow, live, plan) == [2, 3]


def test_whatever_another_transaction_writes_is_looked_at(shadow: Shadow, live: Session, small: Plan) -> None:
    """Also one of another database, and one that has not ended; what it wrote is nothing that this plan minds."""
    with shadow.create().open() as elsewhere:

        def write(statement: str) -> None:
            if STEP_DONE in statement and not elsewhere.in_transaction:
                elsewhere.execute("begin; create table theirs (id int)")

        assert _looked_at(shadow, live, small, write) == [2, 3, 4]
        elsewhere.execute("rollback")


def test_where_functions_run_with_ddl_every_step_is_looked_at(shadow: Shadow, live: Session, small: Plan) -> None:
    """What an event trigger does beside a statement was not rehearsed, though the same transaction does it."""
    live.execute("create function acts() returns event_trigger language plpgsql as 'begin end'")
    live.execute("create event trigger acting on ddl_command_end execute function acts()")
    assert _looked_at(shadow, live, small) == [1, 2, 3, 4]


def test_a_change_before_a_step_stops_the_plan(shadow: Shadow, live: Session, small: Plan) -> None:
    """Also where what the steps before it left was not read, and only what others did is told."""
    done: list[str] = []

    def meddle(statement: str) -> None:
        done.extend([statement] if STEP_DONE in statement else [])
        if len(done) == 2 and statement.startswith("select case when pg_snapshot_xmin"):
            done.append("meddled")
            live.execute("alter table jobs add sneaky int")

    with pytest.raises(StalePlan, match=r"before step 3 \(c\); nothing of that step was changed") as stopped:
        _through(shadow, live, small, meddle)
    assert stopped.value.details[0] == "+ column jobs.sneaky integer"
    live.execute("alter table jobs drop sneaky")
    assert [step.id for step in apply(address_of(shadow, live), small, resume=True).steps] == [3, 4]


def test_a_change_right_after_a_commit_stops_the_plan(shadow: Shadow, live: Session, plan: Plan) -> None:
    """Between a step's commit and the reading of what it left: told, and nothing goes on until it is taken back."""
    steps: list[str] = []

    def meddle(statement: str) -> None:
        steps.extend([statement] if STEP_DONE in statement else [])
        if len(steps) == 2 and statement.startswith("begin isolation level"):
            steps.append("meddled")
            live.execute("alter table jobs add sneaky int")

    with pytest.raises(StalePlan, match=r"while step 2 .* ran: that step has run, and no other will") as stopped:
        _through(shadow, live, plan, meddle)
    assert stopped.value.details[0] == "+ column jobs.sneaky integer"
    with pytest.raises(StalePlan, match="take that back and --resume"):
        apply(address_of(shadow, live), plan, resume=True)
    live.execute("alter table jobs drop sneaky")
    assert [step.id for step in apply(address_of(shadow, live), plan, resume=True).steps] == [3]


def _apply(work: Work, plan: Plan, **more: Any) -> Receipt:
    usual = {"approve": plan.digest, "ask": None, "allow": dangers(plan), "progress": lambda _: None}
    return apply_plan(work, plan, **(usual | more))


def test_what_the_plan_has_indexed_is_not_laid_to_others(
    shadow: Shadow, live: Session, new_database: Callable[[], Session]
) -> None:
    """A table that got an index from the step before has changed, too; what somebody else has changed is named."""
    first = replace(INDEX, id=1, locks={"public.jobs": "SHARE UPDATE EXCLUSIVE"})
    plan = plan_for(live, new_database(), first, replace(GUARD, id=2), tables=("jobs", "profiles"))

    def meddle(_: StepReceipt) -> None:
        live.execute("alter table profiles add sneaky int")
        raise Stopped("for the test")

    with pytest.raises(Stopped):
        apply(address_of(shadow, live), plan, progress=meddle)
    with pytest.raises(StalePlan) as stopped:
        apply(address_of(shadow, live), plan, resume=True)
    assert stopped.value.details == ("~ table public.profiles",)


@pytest.fixture(scope="module", params=["same", "older"])
def server(request: pytest.FixtureRequest, shadow: Shadow) -> Shadow:
    found: Shadow = request.getfixturevalue("older") if request.param == "older" else shadow
    return found


@pytest.fixture(scope="module")
def begun(server: Shadow, shadow: Shadow) -> Iterator[tuple[Work, Plan, Scratch, Scratch]]:
    """A plan of four steps, of which the first has run, and what it left was not recorded."""
    scratch = server.create()
    with scratch.open() as session:
        session.execute(OLD)
        work = Work(Settings("/", "/profiles"), Address(scratch.dsn, "the test"), shadow, timeout=30)
        plan = make_plan(work, wanted(NEW))

    def stop(_: StepReceipt) -> None:
        raise Stopped("for the test")

    with pytest.raises(Stopped):
        _apply(work, plan, progress=stop)
    with scratch.open() as session:
        session.execute("update difftool.step set after = null")
    template = server.create(template=scratch.name)
    yield work, plan, scratch, template
    server.drop(scratch)
    server.drop(template)


@pytest.fixture
def half(server: Shadow, begun: tuple[Work, Plan, Scratch, Scratch]) -> GoOn:
    """Changes the database meanwhile, then goes on: the steps that ran."""
    work, plan, scratch, template = begun
    server.execute(f"drop database {scratch.name} with (force)")
    server.execute(f"create database {scratch.name} template {template.name}")

    def go_on(meanwhile: str) -> tuple[int, ...]:
        with scratch.open() as session:
            session.execute(meanwhile)
        receipt = _apply(work, plan, resume=True)
        assert receipt.verdict == "equal to big"
        return tuple(step.id for step in receipt.steps)

    return go_on


@pytest.mark.parametrize("meanwhile", ["select", "create schema others; create table others.own (id int)"])
def test_a_state_that_was_not_recorded_is_told_afterwards(half: GoOn, meanwhile: str) -> None:
    """Killed right after a commit it goes on, on any version, whatever others have done elsewhere."""
    assert half(meanwhile) == (2, 3, 4)


def test_a_change_before_the_state_was_recorded_stops_the_plan(half: GoOn) -> None:
    """What others changed in scope is found although nothing was recorded."""
    with pytest.raises(StalePlan, match="since the last step of it ran"):
        half("alter table t add sneaky int")

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import (
    AlreadyAtWork,
    ApprovalMissing,
    DataRefused,
    OtherDatabase,
    StalePlan,
    Stopped,
    VerificationFailed,
)
from difftool.model.address import Address
from difftool.model.plan import Phase, Plan, Step, Undo, UndoKind
from difftool.model.profile import Verification
from difftool.model.receipt import StepReceipt
from difftool.pg.locks import alone
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.ledger_sql import LEDGER, plan_started, step_done, step_is_next
from difftool.planning.seal import seal
from tests.jobs.planned import (
    CLEAN,
    CLEANED,
    GUARD,
    KNOWN,
    ORPHANED,
    VALIDATE,
    address_of,
    apply,
    history,
    key_is_there,
    plan_for,
    untouched,
    users,
)


@pytest.fixture
def address(shadow: Shadow, live: Session) -> Address:
    return address_of(shadow, live)


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


def test_the_reviewed_plan_is_carried_out(live: Session, address: Address, plan: Plan) -> None:
    """Steps commit in order, rows are accounted for, the result is verified, and the ledger knows of it."""
    seen: list[StepReceipt] = []
    receipt = apply(address, plan, progress=seen.append)
    assert receipt.verdict == "equal to integrated"
    rows, unchanged = receipt.accounting
    assert rows == "public.jobs: 10 rows before = 10 after + 0 quarantined; 3 values kept aside"
    assert unchanged.startswith("step 2: the other columns of the 3 changed rows are as they were (checksum ")
    assert [(each.id, each.rows, each.quarantined) for each in seen] == [(1, None, None), (2, 3, 3), (3, None, None)]
    assert receipt.steps == tuple(seen)
    assert users(live) == [*ORPHANED[:7], None, None, None]
    assert key_is_there(live)
    assert history(address) == [(plan.digest, 3, 3, "")]


def test_the_way_back_restores_the_values(live: Session, address: Address, plan: Plan) -> None:
    """The undo of the steps, the last first, leads back to the rows as they were."""
    apply(address, plan)
    for statement in (*GUARD.undo.sql, *CLEANED.undo.sql):
        live.execute(statement)
    assert users(live) == ORPHANED


def test_an_edited_plan_is_refused(live: Session, address: Address, plan: Plan) -> None:
    """One character of SQL changed after the review, and nothing runs."""
    edited = replace(plan, steps=(replace(GUARD, sql=("drop table public.jobs",)), *plan.steps[1:]))
    with pytest.raises(ApprovalMissing, match="edited"):
        apply(address, edited)
    assert untouched(live)


def test_a_plan_for_another_database_is_refused(live: Session, address: Address, plan: Plan) -> None:
    """Another name or another server is not what was reviewed."""
    for change in ({"database": "elsewhere"}, {"system": "1"}):
        other = seal(replace(plan, target=replace(plan.target, **change)))
        with pytest.raises(OtherDatabase):
            apply(address, other)
    assert untouched(live)


def test_a_plan_for_an_environment_is_for_no_other(live: Session, address: Address, plan: Plan) -> None:
    """The environment by which the database is reached must be the one that the plan names."""
    production = seal(replace(plan, target=replace(plan.target, environment="production")))
    for named in ("", "staging"):
        with pytest.raises(OtherDatabase, match="environment production"):
            apply(replace(address, environment=named), production)
    assert untouched(live)
    assert apply(replace(address, environment="production"), production).steps


def test_a_plan_for_a_pattern_is_for_each_of_its_members(address: Address, plan: Plan) -> None:
    """Members of the pattern have databases of their own; the fingerprint decides."""
    every = replace(plan.target, environment="tenant-*", database="tenant_1", system="1")
    assert apply(replace(address, environment="tenant-2"), seal(replace(plan, target=every))).steps


def test_a_stale_plan_is_refused(live: Session, address: Address, plan: Plan) -> None:
    """Somebody changed the table since it was planned: nothing runs."""
    live.execute("alter table jobs add column surprise int")
    with pytest.raises(StalePlan, match="since it was planned"):
        apply(address, plan)
    assert untouched(live)


def test_a_change_out_of_scope_does_not_matter(live: Session, address: Address, plan: Plan) -> None:
    """Other teams' tables come and go as they like."""
    live.execute("create table neighbours (id int)")
    assert apply(address, plan).steps


def test_probes_are_asked_again_before_anything_runs(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """Data that became bad since the plan was made is refused with the count of now."""
    plan = plan_for(live, new_database(), GUARD, replace(VALIDATE, id=2), findings=())
    with pytest.raises(DataRefused) as refusal:
        apply(address, plan)
    assert refusal.value.details == (
        "step 2 (validate the foreign key): 3 rows name a row of profiles that does not exist",
    )
    assert untouched(live)


def test_a_second_apply_at_the_same_time_is_refused(
    live: Session, address: Address, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told who is at work."""
    monkeypatch.setattr("difftool.jobs.apply_plan.alone", lambda session: alone(session, patience=0))
    with alone(live), pytest.raises(AlreadyAtWork, match=f"process {live.pid}"):
        apply(address, plan)
    assert untouched(live)


def test_without_approval_nothing_runs(live: Session, address: Address, plan: Plan) -> None:
    """Nobody to ask, another plan's digest, a no: each is refused."""
    for options in (
        {"approve": None},
        {"approve": "sha256:" + "0" * 64},
        {"approve": None, "ask": lambda _: False},
    ):
        with pytest.raises(ApprovalMissing):
            apply(address, plan, **options)
    assert untouched(live)


def test_a_person_is_asked_what_will_happen_where(live: Session, address: Address, plan: Plan) -> None:
    """The question names the number of steps, the database and the digest, and says when it is another place."""
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    elsewhere = replace(plan, observed=replace(plan.observed, host="db.example.org:5432"))
    with pytest.raises(ApprovalMissing):
        apply(address, elsewhere, approve=None, ask=no)
    assert f"3 steps on {plan.target.database} at " in asked[0]
    assert plan.digest.removeprefix("sha256:")[:12] in asked[0]
    assert asked[0].startswith("The plan was made at db.example.org:5432, not here at ")
    assert apply(address, plan, approve=None, ask=lambda _: True).steps


def test_a_dry_run_writes_nothing(live: Session, address: Address, plan: Plan) -> None:
    """Everything is checked that apply checks, approval is not needed, and the database is as before."""
    assert apply(address, plan, approve=None, dry_run=True).verdict == "ready: 3 steps would run"
    assert untouched(live)


def test_a_complete_plan_does_not_run_again(live: Session, address: Address, plan: Plan) -> None:
    """It is refused with the date; with resume it is simply done."""
    apply(address, plan)
    with pytest.raises(StalePlan, match="was applied on 20"):
        apply(address, plan)
    assert apply(address, plan, resume=True).steps == ()


def test_a_half_applied_plan_is_recognised(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """A failed step leaves the ones before it; apply then needs resume, says what is next, and goes on there."""
    gate = Step(3, Phase.CLEAN, "pass the gate", ("select 1 / open from gate",), Undo(UndoKind.LOSSLESS))
    live.execute("create table gate as select 0 as open")
    other = new_database()
    other.execute("create table gate as select 1 as open")
    plan = plan_for(live, other, GUARD, CLEAN, gate, replace(VALIDATE, id=4))
    with pytest.raises(Stopped, match="division by zero") as stopped:
        apply(address, plan)
    assert stopped.value.details == ("2 of 4 steps have run. To go on: difftool apply PLAN --resume",)
    assert history(address) == [(plan.digest, 2, 4, "pass the gate")]
    live.execute("update gate set open = 1")
    with pytest.raises(Stopped, match="2 of 4 steps of this plan have run, next: pass the gate"):
        apply(address, plan)
    assert [step.id for step in apply(address, plan, resume=True).steps] == [3, 4]
    assert key_is_there(live)


def test_a_resumed_plan_finds_what_others_changed(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """Between the stop and the resume nobody may have changed what is in scope; another plan has to wait, too."""
    gate = Step(2, Phase.CLEAN, "pass the gate", ("select 1 / open from gate",), Undo(UndoKind.LOSSLESS))
    live.execute("create table gate as select 0 as open")
    other = new_database()
    other.execute("create table gate as select 1 as open")
    plan = plan_for(live, other, GUARD, gate)
    with pytest.raises(Stopped):
        apply(address, plan)
    with pytest.raises(StalePlan, match="waits at: pass the gate"):
        apply(address, seal(replace(plan, information=("another plan",))))
    live.execute("alter table jobs add column surprise int")
    with pytest.raises(StalePlan, match="since the last step of it ran"):
        apply(address, plan, resume=True)


def test_steps_that_were_run_by_hand_count(live: Session, address: Address, plan: Plan) -> None:
    """The texts pasted into an SQL editor leave the ledger as apply does, and resume goes on after them."""
    texts = (LEDGER, *plan_started(plan, approved="by hand", version="1", text=""), step_is_next(plan.digest, GUARD))
    for statement in (*texts, *GUARD.sql, *step_done(plan.digest, GUARD)):
        live.execute(statement)
    assert history(address) == [(plan.digest, 1, 3, CLEAN.title)]
    assert [step.id for step in apply(address, plan, resume=True).steps] == [2, 3]


def test_a_promise_that_does_not_hold_is_told(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """Each sentence that fails afterwards is named; the steps stay done."""
    lie = Verification("there are no jobs", "select count(*) from public.jobs")
    plan = plan_for(live, new_database(), verify=(KNOWN, lie))
    with pytest.raises(VerificationFailed) as failed:
        apply(address, plan)
    assert failed.value.details == ("does not hold: there are no jobs (10)",)
    assert history(address) == [(plan.digest, 3, 3, "")]


def test_a_catalog_that_is_not_the_promised_one_is_told(address: Address, plan: Plan) -> None:
    """The fingerprint afterwards must be the one that the plan names."""
    with pytest.raises(VerificationFailed, match="not what was promised"):
        apply(address, seal(replace(plan, after="18:other")))

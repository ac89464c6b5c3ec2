"""The way back of applied plans, on a real server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.errors import DataRefused, StalePlan, Stopped
from difftool.jobs.check_drift import check_drift
from difftool.jobs.make_plan import make_plan
from difftool.jobs.read_history import read_history
from difftool.jobs.roll_back import roll_back
from difftool.jobs.work import Work
from difftool.model.profile import Policy
from difftool.model.receipt import StepReceipt
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.seal import is_sealed
from difftool.report.plan_text import plan_text
from tests.jobs.rolling import (
    JOBS,
    WITH_KEY,
    apply,
    contents,
    planned,
    planned_and_applied,
    rolled_back,
    schema,
    seeded,
    users,
    wanted,
    work,
)

UNKNOWN = {8: 108, 9: 109, 10: 110}


@pytest.fixture
def live(database: Session) -> Session:
    return seeded(database)


@pytest.fixture
def on(shadow: Shadow, live: Session) -> Work:
    return work(shadow, live)


def test_values_return_and_what_changed_since_wins(live: Session, on: Work) -> None:
    """Original users come back but where somebody decided otherwise; both are counted, before and after."""
    before, as_dumped = users(live), schema(live)
    planned_and_applied(on, live, wanted("set-null"))
    live.execute("update jobs set user_id = 2 where id = 8")
    live.execute("insert into jobs (user_id, note) values (3, 'later')")
    plan = roll_back(on)
    (finding,) = plan.observed.findings
    assert (
        finding.sentence == "2 of 3 values of jobs.user_id come back; 1 changed or deleted since: the newer state stays"
    )
    assert finding.sentence.split(";")[0] in plan_text(plan)
    fewer = replace(finding, sentence=finding.sentence.replace("2 of 3", "1 of 3"))
    assert not is_sealed(replace(plan, observed=replace(plan.observed, findings=(fewer,))))
    receipt = apply(on, plan)
    assert receipt.accounting == (
        "public.jobs.user_id: 2 restored, 1 not: the newer state stays, the old one in quarantine",
    )
    assert users(live) == {**before, 8: 2, 11: 3}
    assert schema(live) == as_dumped


@pytest.mark.parametrize("become", ["delete", "quarantine"])
def test_deleted_rows_return_parents_first(live: Session, on: Work, become: str) -> None:
    """Whole rows are there again, with what a cascade took, identity values and generated columns as they were."""
    before, as_dumped = contents(live), schema(live)
    planned_and_applied(on, live, wanted(become))
    assert not users(live).keys() & UNKNOWN.keys()
    position = live.value("select nextval('jobs_id_seq')")
    receipt = rolled_back(on)
    assert receipt.accounting[-2:] == ("public.jobs: 3 restored", "public.attempts: 3 restored")
    assert contents(live) == before
    assert schema(live) == as_dumped
    assert live.value("select nextval('jobs_id_seq')") == position + 1


@pytest.mark.slow
def test_what_has_no_place_any_more_is_refused_unless_told(live: Session, on: Work) -> None:
    """A key and a unique value that are taken are conflicts, and so is what refers to them."""
    planned_and_applied(on, live, wanted("delete"))
    live.execute("insert into jobs overriding system value values (8, 1, 'a new one')")
    live.execute("insert into jobs (user_id, note) values (1, 'job 9')")
    with pytest.raises(DataRefused, match="something newer") as refusal:
        roll_back(on)
    assert refusal.value.details[0].startswith("1 of 3 rows of jobs come back; 2 in conflict")
    receipt = rolled_back(on, conflicts="keep-current")
    assert users(live)[10] == 110
    assert users(live)[8] == 1
    assert live.rows("select id, job from attempts where id >= 8 order by 1") == [(8, 8), (10, 10)]
    assert receipt.accounting[-2].startswith("public.jobs: 1 restored, 2 not")
    assert live.value("select count(*) from jobs where note = 'job 9'") == 1


@pytest.mark.slow
def test_what_an_expression_says_is_taken_is_a_conflict(live: Session, on: Work) -> None:
    """A unique index counts as it is: on an expression, and only over the rows that meet its condition."""
    index = "create unique index jobs_note on jobs (lower(note)) where id > 8"
    live.execute(index)
    planned_and_applied(on, live, wanted("delete", f"{WITH_KEY}{index};\n"))
    live.execute("insert into jobs (user_id, note) values (1, 'JOB 8'), (1, 'JOB 9')")
    with pytest.raises(DataRefused, match="something newer") as refusal:
        roll_back(on)
    assert refusal.value.details[0].startswith("2 of 3 rows of jobs come back; 1 in conflict")
    rolled_back(on, conflicts="keep-current")
    assert set(users(live)) >= {8, 10}
    assert 9 not in users(live)


def test_a_conflict_that_comes_after_the_review_stops_the_step(live: Session, on: Work) -> None:
    """The counts are asked again by apply, and nothing is changed."""
    planned_and_applied(on, live, wanted("delete"))
    plan = roll_back(on)
    live.execute("insert into jobs overriding system value values (8, 1, 'a new one')")
    before = contents(live)
    with pytest.raises(DataRefused, match="nothing was changed"):
        apply(on, plan)
    assert contents(live) == before


@pytest.mark.slow
def test_a_half_applied_plan_is_taken_back(live: Session, on: Work) -> None:
    """Only the steps that ran are undone; then drift compares with the profile again, and nothing waits."""
    before, as_dumped = contents(live), schema(live)
    plan = planned(on, live, wanted("set-null"))

    def stop(step: StepReceipt) -> None:
        if step.id == 2:
            raise KeyboardInterrupt

    with pytest.raises(Stopped):
        apply(on, plan, progress=stop)
    assert check_drift(on, wanted("set-null")).parked
    back = roll_back(on)
    assert [step.title.split(":")[0] for step in back.steps] == ["take back step 2", "take back step 1"]
    apply(on, back)
    assert (contents(live), schema(live)) == (before, as_dumped)
    assert not check_drift(on, wanted("set-null")).parked


def test_a_rollback_that_stopped_half_way_goes_on(live: Session, on: Work) -> None:
    """Nothing else may begin meanwhile; with --resume it ends where it would have ended."""
    before = contents(live)
    forward = planned_and_applied(on, live, wanted("set-null"))
    back = roll_back(on)

    def stop(_: StepReceipt) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Stopped):
        apply(on, back, progress=stop)
    with pytest.raises(Stopped, match="waits at"):
        roll_back(on)
    with pytest.raises(StalePlan):
        apply(on, forward, resume=True)
    apply(on, back, resume=True)
    assert contents(live) == before


@pytest.mark.slow
def test_the_same_plan_may_be_applied_again(live: Session, on: Work) -> None:
    """There and back twice: the rows are as at first, what was not used the first time stays kept and unused."""
    before = users(live)
    plan = planned_and_applied(on, live, wanted("set-null"))
    live.execute("update jobs set user_id = 2 where id = 8")
    rolled_back(on)
    live.execute("update jobs set user_id = 208 where id = 8")
    apply(on, plan)
    assert users(live)[8] is None
    rolled_back(on)
    assert users(live) == {**before, 8: 208}
    assert live.value("select sum(rows) from difftool.quarantine") == 1
    assert [entry.undoes for entry in read_history(on)] == ["", plan.digest, "", plan.digest]


@pytest.mark.slow
def test_a_schema_that_moved_on_is_not_taken_back(live: Session, on: Work) -> None:
    """Somebody's own change, or a later plan, comes first: the refusal names it."""
    planned_and_applied(on, live, wanted("set-null"))
    live.execute("alter table jobs add column surprise int")
    with pytest.raises(StalePlan, match="somebody changed it since"):
        roll_back(on)
    live.execute("alter table jobs drop column surprise")
    first = read_history(on)[0].digest
    later = make_plan(on, wanted("set-null", f"{WITH_KEY}create index on jobs (user_id);\n"))
    apply(on, later)
    with pytest.raises(StalePlan, match=later.digest.removeprefix("sha256:")[:12]):
        roll_back(on, first)
    rolled_back(on)
    rolled_back(on)
    assert [bool(entry.taken_back) for entry in read_history(on)] == [True, True, False, False]


@pytest.mark.slow
def test_what_came_into_a_column_that_goes_is_kept(live: Session, on: Work) -> None:
    """Values written since into a column that the plan had added are counted at review, and kept aside."""
    planned_and_applied(on, live, wanted(None, JOBS.replace("note text unique", "note text unique, mark text")))
    live.execute("update jobs set mark = 'seen' where id < 3")
    plan = roll_back(on)
    assert any("mark" in finding.sentence for finding in plan.observed.findings)
    apply(on, plan)
    name = live.value("select name from difftool.quarantine")
    assert live.rows(f"select key_id, was_mark from {name} order by 1") == [(1, "seen"), (2, "seen")]


def test_a_dropped_column_returns_with_its_values(live: Session, on: Work) -> None:
    """A column that the plan dropped is there again, with what it held; rows that came later have none."""
    before, as_dumped = contents(live)["attempts"], schema(live)
    profile = wanted(None, JOBS.replace("user_id integer, ", ""))
    policy = replace(profile.policy, hazards={"DATA-LOSS": "allow"})
    apply(on, make_plan(on, replace(profile, policy=policy)))
    live.execute("insert into jobs (note) values ('later')")
    rolled_back(on)
    assert users(live) == {**{n: 1 + n % 5 for n in range(1, 8)}, **UNKNOWN, 11: None}
    assert (contents(live)["attempts"], schema(live)) == (before, as_dumped)


@pytest.mark.slow
def test_a_reference_to_what_was_deleted_meanwhile_is_a_conflict(live: Session, on: Work) -> None:
    """A dropped foreign key column returns without the value whose parent is gone, and that is told."""
    live.execute("alter table attempts alter job drop not null")
    profile = wanted(None, JOBS.replace(", job integer not null references jobs on delete cascade", ""))
    policy = replace(profile.policy, hazards={"DATA-LOSS": "allow"})
    apply(on, make_plan(on, replace(profile, policy=policy)))
    live.execute("delete from jobs where id = 3")
    with pytest.raises(DataRefused) as refusal:
        roll_back(on)
    assert refusal.value.details[0].startswith("9 of 10 values of attempts.job come back; 1 in conflict")
    rolled_back(on, conflicts="keep-current")
    jobs: dict[int, int | None] = dict(live.rows("select id, job from attempts"))
    assert jobs == {n: n if n != 3 else None for n in range(1, 11)}


def test_an_index_goes_in_a_transaction_though_it_came_in_none(live: Session, on: Work) -> None:
    """DROP INDEX keeps readers out, too: it is tried for as long as the policy says, and the plan tells."""
    live.execute("analyze")
    index = f"{JOBS}create index jobs_of on jobs (user_id);\n"
    profile = replace(wanted(None, index), policy=Policy(shadow="any", small_table=1))
    plan = planned_and_applied(on, live, profile)
    assert [step.transaction for step in plan.steps] == [False]
    (step,) = roll_back(on).steps
    assert (step.transaction, step.locks) == (True, {"public.jobs": "ACCESS EXCLUSIVE"})
    rolled_back(on)
    assert live.value("select to_regclass('jobs_of')") is None

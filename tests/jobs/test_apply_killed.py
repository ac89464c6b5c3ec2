"""What a kill, a signal or a lost connection leaves, and how apply goes on: in processes of their own."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import Stopped
from difftool.model.address import Address
from difftool.model.plan import Batch, Plan
from difftool.model.profile import Policy, Verification
from difftool.model.receipt import StepReceipt
from difftool.pg import ledger
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.planned import (
    CLEAN,
    DETACH,
    GUARD,
    INDEX,
    PARTS,
    VALIDATE,
    address_of,
    apply,
    key_is_there,
    plan_for,
    users,
)

APPLY = """
import pickle, sys
from difftool.errors import DifftoolError
from tests.jobs.planned import apply
address, plan, options = pickle.load(sys.stdin.buffer)
try:
    apply(address, plan, **options)
except DifftoolError as error:
    print(error, *error.details, sep="\\n")
    sys.exit(error.exit_code)
except KeyboardInterrupt:
    sys.exit(130)
"""

PATIENT = Policy(lock_timeout=60, statement_timeout=60)
EQUAL = "equal to integrated"
WAITING = "select count(*) from pg_locks where not granted"
"""not from pg_stat_activity, which a transaction sees frozen"""


@pytest.fixture
def address(shadow: Shadow, live: Session) -> Address:
    return address_of(shadow, live)


@contextmanager
def held_up(
    live: Session, address: Address, plan: Plan, lock: str, **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that applies the plan and waits for `lock`, which is released at the end."""
    with live.transaction():
        live.execute(lock)
        process = started(address, plan, **options)
        try:
            wait_until(lambda: process.poll() is not None or live.value(WAITING) > 0)
            yield process
        finally:
            process.kill()
            process.wait()


def started(address: Address, plan: Plan, **options: Any) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", APPLY], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    pickle.dump((address, plan, options), process.stdin)
    process.stdin.close()
    process.stdin = None
    return process


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_after_a_kill_in_the_middle_of_a_step_resume_goes_on(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """A kill -9 while a step has changed rows and waits: its own changes are gone, the rest follows."""
    plan = plan_for(live, new_database(), policy=PATIENT)
    with held_up(live, address, plan, "select from jobs where id = 9 for update") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    receipt = apply(address, plan, resume=True)
    assert [step.id for step in receipt.steps] == [2, 3]
    assert users(live)[7:] == [None, None, None]
    assert key_is_there(live)
    assert live.value("select count(*) from difftool.kept_ab12_1") == 3


def test_after_a_kill_in_the_middle_of_a_batch_resume_goes_on_behind_the_one_before(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """A kill -9 while the second batch waits: the first one stays, the others follow, and each value is kept once."""
    clean = replace(CLEAN, batch=Batch("public.jobs", ("id",), 8))
    plan = plan_for(live, new_database(), GUARD, clean, VALIDATE, policy=PATIENT)
    with held_up(live, address, plan, "select from jobs where id = 9 for update") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert users(live)[7:] == [None, 109, 110]
    receipt = apply(address, plan, resume=True)
    assert [(step.id, step.rows) for step in receipt.steps] == [(2, 2), (3, None)]
    assert live.rows("select key_id from difftool.kept_ab12_1 order by 1") == [(8,), (9,), (10,)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_rolls_back_and_says_how_to_go_on(
    live: Session, address: Address, new_database: Callable[[], Session], number: signal.Signals
) -> None:
    """The step that waits is cancelled, nothing of it stays, no lock is left, and the exit code says: resumable."""
    plan = plan_for(live, new_database(), policy=PATIENT)
    with held_up(live, address, plan, "select from jobs where id = 9 for update") as process:
        process.send_signal(number)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 30
        assert b"1 of 3 steps have run. To go on: difftool apply PLAN --resume" in said
    assert users(live)[7:] == [108, 109, 110]
    assert apply(address, plan, resume=True).verdict == "equal to integrated"


@pytest.mark.parametrize(
    ("step", "lock"),
    [
        pytest.param(1, "lock table jobs in row exclusive mode", marks=pytest.mark.slow),
        pytest.param(3, "lock table jobs in share update exclusive mode", marks=pytest.mark.slow),
        (4, "lock table jobs in row exclusive mode"),
    ],
)
def test_a_signal_at_any_step_leaves_the_ones_before(
    live: Session, address: Address, new_database: Callable[[], Session], step: int, lock: str
) -> None:
    """In a transaction or in CREATE INDEX CONCURRENTLY: resuming runs the step once more, and what follows."""
    plan = plan_for(live, new_database(), GUARD, CLEAN, VALIDATE, replace(INDEX, id=4), policy=PATIENT)
    if step > 1:
        apply_until(address, plan, step - 1)
    with held_up(live, address, plan, lock, resume=step > 1) as process:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 30
        assert f"{step - 1} of 4 steps have run".encode() in said
        assert (b"step 4 may have left half done" if step == 4 else b"what had begun was rolled back") in said
    assert [done.id for done in apply(address, plan, resume=True).steps] == list(range(step, 5))


def apply_until(address: Address, plan: Plan, last: int) -> None:
    """As far as this step, and no further."""

    def stop(done: StepReceipt) -> None:
        if done.id == last:
            raise Stopped("for the test")

    with pytest.raises(Stopped):
        apply(address, plan, progress=stop)


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, *(pytest.param(n, marks=pytest.mark.slow) for n in (signal.SIGINT, signal.SIGHUP))]
)
def test_a_signal_ends_the_backup_too(
    live: Session, address: Address, new_database: Callable[[], Session], number: signal.Signals, tmp_path: Path
) -> None:
    """Nothing has begun: the command and all that it started are gone, the passfile too, and so is the lock."""
    secret = replace(address, dsn=make_dsn(address.dsn, password="geheim-123"))
    told = tmp_path / "told"
    process = started(
        secret, plan_for(live, new_database()), backup=f"(sleep 600 & echo $! $PGPASSFILE > {told}; wait); true"
    )
    wait_until(lambda: told.exists() and len(told.read_text().split()) == 2)
    child, passfile = told.read_text().split()
    process.send_signal(number)
    assert process.wait(timeout=20) == 130
    wait_until(lambda: not Path("/proc", child).exists() or "sleep" not in Path("/proc", child, "comm").read_text())
    assert not Path(passfile).exists()
    assert live.value("select to_regnamespace('difftool')") is None
    assert apply(address, plan_for(live, new_database())).verdict == "equal to integrated"


@pytest.mark.parametrize(("table", "verdict"), [("gate", "complete: integrated, nothing left to do"), ("jobs", EQUAL)])
def test_a_signal_before_the_first_step_or_after_the_last_says_how_to_go_on(
    live: Session, address: Address, new_database: Callable[[], Session], table: str, verdict: str
) -> None:
    """While rows are counted the ledger knows of the plan; while it verifies, nobody has seen the result."""
    for session in (live, other := new_database()):
        session.execute("create table gate (id int)")
    promise = Verification("the gate is empty", "select count(*) from public.gate")
    steps = GUARD, CLEAN, replace(VALIDATE, probes=())
    plan = plan_for(live, other, *steps, policy=PATIENT, verify=(promise,))
    with live.transaction():
        live.execute(f"lock table {table}")
        process = started(address, plan)
        wait_until(lambda: process.poll() is not None or live.value(WAITING) > 0)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 30
    assert b"To go on: difftool apply PLAN --resume" in said
    assert apply(address, plan, resume=True).verdict == verdict


def test_an_index_that_was_half_built_is_built_again(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """A kill -9 during CREATE INDEX CONCURRENTLY leaves an invalid index; resume clears it away and builds it."""
    plan = plan_for(live, new_database(), replace(INDEX, id=1), policy=PATIENT, verify=())
    with held_up(live, address, plan, "update jobs set user_id = 1 where id = 1") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    apply(address, plan, resume=True)
    assert live.value("select indisvalid from pg_index where indexrelid = 'jobs_user'::regclass")


def test_an_index_that_was_built_and_not_recorded_is_not_built_again(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """The process ended between the statement and its row in the ledger: what is there says that it has run."""
    plan = plan_for(live, new_database(), replace(INDEX, id=1), verify=())
    apply(address, plan)
    built = live.value("select 'jobs_user'::regclass::oid")
    live.execute("update difftool.step set done = null, after = null")
    live.execute("update difftool.plan set finished = null")
    assert apply(address, plan, resume=True).verdict == "equal to integrated"
    assert live.value("select 'jobs_user'::regclass::oid") == built
    assert live.value("select done is not null from difftool.step")


def test_a_partition_that_was_half_detached_is_detached(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """A kill -9 in the middle of DETACH CONCURRENTLY leaves it pending; resuming finishes it, and once only."""
    other = new_database()
    for session in (live, other):
        session.execute(PARTS)
    plan = plan_for(live, other, DETACH, policy=PATIENT, verify=(), tables=("parts", "parts_1"))
    with held_up(live, address, plan, "select from parts") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert live.value("select inhdetachpending from pg_inherits where inhrelid = 'parts_1'::regclass")
    assert apply(address, plan, resume=True).verdict == "equal to integrated"
    assert not live.value("select relispartition from pg_class where oid = 'parts_1'::regclass")


def test_what_others_have_half_detached_is_theirs(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """Resumed before its own detaching had begun, a plan does that and no more."""
    other = new_database()
    for session in (live, other):
        session.execute(PARTS)
    plan = plan_for(live, other, DETACH, verify=(), tables=("parts", "parts_1"))
    live.execute(PARTS.replace("parts", "theirs"))
    with Session.open(address.dsn) as reader, reader.transaction():
        reader.execute("select from theirs")
        live.execute("set lock_timeout = '100ms'")
        with pytest.raises(psycopg2.errors.LockNotAvailable):
            live.execute("alter table theirs detach partition theirs_1 concurrently")
    ledger.prepare(live)
    ledger.start(live, plan, approved="by digest", version="1", text="")
    ledger.Ledger(live, plan.digest).began(plan.steps[0])
    assert apply(address, plan, resume=True).verdict == EQUAL
    assert not live.value("select relispartition from pg_class where oid = 'parts_1'::regclass")
    assert live.value("select inhdetachpending from pg_inherits where inhrelid = 'theirs_1'::regclass")


@pytest.mark.slow  # all attempts, with their pauses
def test_whoever_reads_a_partition_holds_up_nobody_else(
    live: Session, address: Address, new_database: Callable[[], Session]
) -> None:
    """Detaching it waits for its reader no longer than any other step, and its next attempt finishes what had begun."""
    other = new_database()
    for session in (live, other):
        session.execute(PARTS)
    brief = Policy(lock_timeout=0.2)
    plan = plan_for(live, other, DETACH, policy=brief, verify=(), tables=("parts", "parts_1"))
    with held_up(live, address, plan, "select from parts_1") as process:
        said, _ = process.communicate(timeout=60)
        assert (process.returncode, b"tried 5 times for its locks" in said) == (26, True)
    assert apply(address, plan, resume=True).verdict == "equal to integrated"

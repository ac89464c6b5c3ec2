from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg2
import pytest

from difftool.errors import AlreadyAtWork, PrivilegeMissing
from difftool.model.catalog import EVERYTHING
from difftool.model.plan import Phase, Plan, Proof, Step, TargetDatabase, Undo, UndoKind
from difftool.model.profile import Policy, Scope
from difftool.pg import ledger
from difftool.pg.imprint import imprint_in_history
from difftool.pg.locks import alone
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning import ledger_sql

STEPS = tuple(Step(id_, Phase.EXPAND, f"it's step {id_}", ("select 1",), Undo(UndoKind.LOSSLESS)) for id_ in (1, 2))
PLAN = Plan(
    "sha256:abc", "integrated", "", TargetDatabase("", "app", "1"), 18, 18, "18:before", "18:after", Scope(()),
    EVERYTHING, "public", (), STEPS, (), Policy(), Proof("equal", "equal", "equal"),
)  # fmt: skip


@pytest.fixture
def book(database: Session) -> ledger.Ledger:
    ledger.prepare(database)
    return ledger.Ledger(database, PLAN.digest)


@pytest.fixture
def other(shadow: Shadow, database: Session) -> Iterator[Session]:
    with shadow.session(database.value("select current_database()")) as session:
        yield session


def test_a_database_that_difftool_never_touched_has_no_history(database: Session) -> None:
    """Without schema difftool the history is empty, and reading it makes nothing."""
    assert ledger.entries(database) == ()
    assert ledger.progress(database, PLAN.digest) is None
    assert database.value("select to_regnamespace('difftool')") is None


def test_progress_is_told_step_by_step(database: Session, book: ledger.Ledger) -> None:
    """A half-applied plan says what is done, in which state, and what comes next; a complete one when."""
    ledger.start(database, PLAN, approved="by digest", version="1", text="")
    book.done(STEPS[0])
    imprint = imprint_in_history(database)
    assert ledger.progress(database, PLAN.digest) == ledger.Progress(frozenset({1}), "", "", 0, imprint=imprint)
    book.left(STEPS[0], "18:now")
    assert ledger.progress(database, PLAN.digest) == ledger.Progress(frozenset({1}), "", "18:now", 0, imprint=imprint)
    entry = ledger.entries(database)[0]
    assert (entry.steps_done, entry.steps, entry.next_step, entry.finished) == (1, 2, "it's step 2", "")
    book.done(STEPS[1])
    entry = ledger.entries(database)[0]
    assert (entry.steps_done, entry.next_step) == (2, "")
    assert entry.finished.endswith("Z")


def test_a_step_that_began_and_never_ended_is_known(database: Session, book: ledger.Ledger) -> None:
    """A step outside a transaction leaves its beginning, until it is done or taken back."""
    ledger.start(database, PLAN, approved="by digest", version="1", text="")
    book.began(STEPS[0])
    assert ledger.progress(database, PLAN.digest) == ledger.Progress(frozenset(), "", "", 1)
    book.forgotten(STEPS[0])
    assert ledger.progress(database, PLAN.digest) == ledger.Progress(frozenset(), "", "", 0)


def test_from_where_a_plan_was_started_is_known(shadow: Shadow, database: Session) -> None:
    """The client's address, nothing on a socket; of a ledger that did not keep it yet, from the next plan on."""
    _earlier(database)
    assert [entry.client for entry in ledger.entries(database)] == [""]
    ledger.prepare(database)
    later = replace(PLAN, digest="sha256:later")
    ledger.start(database, later, approved="by digest", version="0.1.0", text="", backup="pg_dump")
    assert database.rows("select backup, client from difftool.plan order by run") == [(None, None), ("pg_dump", None)]
    default = database.value(
        "select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'difftool.plan'::regclass and adnum = "
        "(select attnum from pg_attribute where attrelid = 'difftool.plan'::regclass and attname = 'client')"
    )
    assert default == "host(inet_client_addr())"
    database.execute("update difftool.plan set client = '10.0.0.3' where digest = 'sha256:later'")
    assert [entry.client for entry in ledger.entries(database)] == ["", "10.0.0.3"]


def test_a_ledger_of_an_earlier_difftool_is_gone_on_with(database: Session) -> None:
    """What waits in it is read as it is; then it gets what it lacks, and the plan goes on."""
    book = _earlier(database)
    assert ledger.progress(database, PLAN.digest) == ledger.Progress(frozenset({1}), "", "18:now", 0)
    for _ in range(2):
        ledger.prepare(database)
    ledger.start(database, PLAN, approved="by digest", version="0.2.0", text="")
    book.done(STEPS[1])
    assert ledger.progress(database, PLAN.digest) == ledger.Progress(
        frozenset({1, 2}), ledger.entries(database)[0].finished, "", 0, imprint=imprint_in_history(database)
    )


def _earlier(database: Session) -> ledger.Ledger:
    """A ledger as it was first made, with a plan of which one step has run."""
    ledger.prepare(database)
    for statement in ledger_sql.plan_started(PLAN, approved="by digest", version="0.1.0", text=""):
        database.execute(statement)
    database.execute("update difftool.step set done = now(), after = '18:now' where id = 1")
    database.execute("alter table difftool.plan drop column client, drop column backup, drop column resumed")
    database.execute("alter table difftool.step drop column imprint")
    return ledger.Ledger(database, PLAN.digest)


def test_who_goes_on_with_a_plan_is_known(database: Session) -> None:
    """Another person, place or version than before; whoever goes on with their own plan is not told twice."""
    ledger.prepare(database)
    database.execute("create role colleague superuser")
    for who, version in (("", "1"), ("", "1"), ("colleague", "1"), ("colleague", "1"), ("colleague", "2")):
        database.execute(f"set session authorization {who or 'default'}")
        ledger.start(database, PLAN, approved="by digest", version=version, text="")
    database.execute("reset session authorization")
    (entry,) = ledger.entries(database)
    assert [(one.by, one.version, one.client) for one in entry.resumed] == [
        ("colleague", "1", ""),
        ("colleague", "2", ""),
    ]
    assert all(one.at.endswith("Z") for one in entry.resumed)
    database.execute("drop role colleague")


def test_its_texts_may_be_pasted_twice(database: Session, book: ledger.Ledger) -> None:
    """The texts that make the ledger and start a plan change nothing when they run again."""
    for _ in range(2):
        database.execute(ledger_sql.LEDGER)
        for statement in ledger_sql.plan_started(PLAN, approved="by hand", version="1", text=""):
            database.execute(statement)
    assert len(ledger.entries(database)) == 1


def test_files_pasted_out_of_order_stop(database: Session, book: ledger.Ledger) -> None:
    """The guard of a step raises while an earlier one is not done, and once it has itself run."""
    ledger.start(database, PLAN, approved="by hand", version="1", text="")
    with pytest.raises(psycopg2.errors.RaiseException, match="step 1 is"):
        database.execute(ledger_sql.step_is_next(PLAN.digest, STEPS[1]))
    database.execute(ledger_sql.step_is_next(PLAN.digest, STEPS[0]))
    for statement in ledger_sql.step_done(PLAN.digest, STEPS[0]):
        database.execute(statement)
    with pytest.raises(psycopg2.errors.RaiseException, match="step 2 is"):
        database.execute(ledger_sql.step_is_next(PLAN.digest, STEPS[0]))


def test_default_privileges_open_nothing(shadow: Shadow, database: Session) -> None:
    """Roles that get rights on every new table and schema get none on the ledger."""
    shadow.execute("do $$ begin create role ledger_reader; exception when duplicate_object then null; end $$")
    database.execute("alter default privileges grant all on tables to ledger_reader, public")
    database.execute("alter default privileges grant all on schemas to ledger_reader")
    ledger.prepare(database)
    opened = database.value(
        "select count(*) from pg_class c, aclexplode(c.relacl) a"
        " where c.relnamespace = 'difftool'::regnamespace and a.grantee <> c.relowner"
    )
    assert opened == 0
    assert not database.value("select has_schema_privilege('ledger_reader', 'difftool', 'usage')")
    database.execute("drop owned by ledger_reader")


def test_a_role_that_may_not_create_a_schema_is_told_what_a_dba_must_run(shadow: Shadow, database: Session) -> None:
    """The refusal has the two lines, and they are enough."""
    shadow.execute("do $$ begin create role ledger_poor; exception when duplicate_object then null; end $$")
    database.execute("set role ledger_poor")
    with pytest.raises(PrivilegeMissing) as missing:
        ledger.prepare(database)
    assert len(missing.value.details) == 2
    database.execute("reset role")
    for line in missing.value.details:
        database.execute(line)
    database.execute("set role ledger_poor")
    ledger.prepare(database)
    assert ledger.entries(database) == ()
    database.execute("reset role")


def test_one_at_a_time(database: Session, other: Session) -> None:
    """Who comes second is told who is at work, and may begin when that one has ended."""
    with alone(database), pytest.raises(AlreadyAtWork, match=f"process {database.pid} of "), alone(other, patience=0):
        pass
    with alone(other, patience=0):
        pass


def test_who_may_not_read_the_ledger_is_told_what_to_grant(database: Session) -> None:
    """Without the rights nobody knows whether a plan waits: that is an error with the two lines that mend it."""
    ledger.prepare(database)
    database.execute("create role only_reader")
    database.execute("set session authorization only_reader")
    with pytest.raises(PrivilegeMissing) as refused:
        ledger.entries(database)
    database.execute("reset session authorization")
    for line in refused.value.details:
        database.execute(line)
    database.execute("set session authorization only_reader")
    assert ledger.entries(database) == ()
    database.execute("reset session authorization")
    database.execute("drop owned by only_reader")
    database.execute("drop role only_reader")

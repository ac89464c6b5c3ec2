"""How questions are asked of live rows: what they lock, how long they may take, what they say when they cannot know."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from difftool.errors import LimitReached
from difftool.model.catalog import Ident
from difftool.model.plan import Probe
from difftool.pg import probe
from difftool.pg.probe import ask
from difftool.pg.session import Session
from difftool.planning.questions import Question

TABLE = Ident("table", "public", "t")
COUNT = "select count(*) from public.t as t"


def question(condition: str, examples: str = "") -> Question:
    about = Ident("column", "public", "t", "c")
    asks = Probe(f"{COUNT} where {condition}", 0, "are in the way")
    return Question(about, TABLE, asks, "t.c", COUNT, examples)


@pytest.fixture
def rows(database: Session) -> Session:
    database.execute("create table t (c text)")
    database.execute("insert into t values ('1'), ('secret')")
    return database


def test_a_large_table_is_estimated_and_counting_ends(rows: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the bound, all rows are PostgreSQL's estimate, the bad ones counted up to a limit, and both are said."""
    monkeypatch.setattr(probe, "MANY", 1)
    rows.execute("update pg_class set reltuples = 60000000 where oid = 't'::regclass")
    (finding,) = ask(rows, [question("true")], None)
    assert (finding.count, finding.of) == (2, 60_000_000)
    assert finding.sentence == "at least 2 of about 60,000,000 rows of t are in the way"
    assert "estimated" in finding.notes[0]


def test_a_timeout_is_no_answer(rows: Session) -> None:
    """A count that takes too long is an error of its own, not zero rows."""
    rows.execute("set statement_timeout = '50ms'")
    with pytest.raises(LimitReached, match=r"t\.c was cancelled"):
        ask(rows, [question("pg_sleep(5) is null")], None)


def test_a_lock_that_is_held_is_no_answer(rows: Session) -> None:
    """A table that somebody holds exclusively is an error, when the wait for it is over."""
    rows.execute("set lock_timeout = '50ms'")
    other = Session.open(rows.connection.dsn)
    with other, other.transaction():
        other.execute("lock table t in access exclusive mode")
        with pytest.raises(LimitReached):
            ask(rows, [question("true")], None)


def test_asking_takes_no_lock_that_disturbs(rows: Session) -> None:
    """While questions are asked, no relation of anybody's is locked stronger than ACCESS SHARE."""
    held = "(select count(*) from pg_locks where pid = pg_backend_pid() and relation::regclass::text = 't' and mode {})"
    questions = [
        question(held.format("<> 'AccessShareLock'") + " > 0"),
        question(held.format("= 'AccessShareLock'") + " = 0"),
    ]
    assert [finding.count for finding in ask(rows, questions, None)] == [0, 0]


def test_hidden_rows_raise_an_error(rows: Session) -> None:
    """A role from which row level security would hide rows gets PostgreSQL's error, not a smaller count."""
    rows.execute("create role reader_of_t; grant select on t to reader_of_t; alter table t enable row level security")
    rows.execute("set row_security = off; set role reader_of_t")
    try:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(rows, [question("true")], None)
    finally:
        rows.execute("reset role; drop owned by reader_of_t; drop role reader_of_t")


def test_what_a_row_makes_fail_is_an_answer(rows: Session) -> None:
    """An expression that fails for a row counts as one at least, the others are still answered."""
    bad, good = ask(rows, [question("c::int is null"), question("false")], 5)
    assert (bad.count, bad.of, good.count) == (1, 2, 0)
    assert "PostgreSQL stops at the first such row, there may be more: invalid input syntax" in bad.notes[0]


def test_values_are_not_told_where_none_are_wanted(rows: Session) -> None:
    """Without examples, PostgreSQL's message is left out, too: it quotes the value."""
    (finding,) = ask(rows, [question("c::int is null", "select c from t limit {limit}")], None)
    assert finding.count == 1
    assert "secret" not in repr(finding)


def test_what_cannot_be_asked_yet_is_said(rows: Session) -> None:
    """A question that names what the plan is yet to make counts nothing, and says why."""
    (finding,) = ask(rows, [question("not_yet(c)")], None)
    assert finding.count == 0
    assert finding.notes[0].startswith("cannot be asked before the plan runs: function not_yet(text) does not exist")


def test_all_answers_are_of_one_moment(rows: Session) -> None:
    """A row that comes in between two questions is in neither's answer."""

    def questions() -> Iterator[Question]:
        yield question("true")
        with Session.open(rows.connection.dsn) as other:
            other.execute("insert into t values ('2')")
        yield question("true")

    assert [finding.count for finding in ask(rows, questions(), None)] == [2, 2]

from __future__ import annotations

import pytest

from difftool.diff.proposal import Proposal
from difftool.pg.catalog.read import read_catalog
from difftool.pg.guarded import Guard, attempt, precious, precious_in
from difftool.pg.session import Session


@pytest.fixture
def session(database: Session) -> Session:
    database.execute("create schema others")
    database.execute("create table others.theirs (id integer primary key, name text)")
    database.execute("create view others.v as select id from others.theirs")
    database.execute("create table ours (id integer)")
    return database


def guard_of(session: Session) -> Guard:
    """All that is precious is kept, and schema `others` belongs to others."""
    oids = session.rows("select oid::bigint from pg_class where relnamespace = 'others'::regnamespace")
    return Guard(precious(session), tuple(oid for (oid,) in oids))


def reasons(session: Session, *statements: str) -> list[str]:
    return [why for _, why in attempt(session, [Proposal(statements)], guard_of(session)).failed]


def test_what_destroys_a_table_that_is_wanted_is_undone(session: Session) -> None:
    """A proposal that drops a table, a column or a sequence that the target has is rolled back."""
    assert reasons(session, "drop table ours") == ["would destroy public.ours"]
    assert session.value("select count(*) from ours") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "drop view others.v",
        "create or replace view others.v as select id + 1 as id from others.theirs",
        "alter table others.theirs alter name set not null",
        "alter table others.theirs enable row level security",
        "alter view others.v rename column id to other",
        "alter table others.theirs rename to mine",
    ],
)
def test_what_changes_others_is_undone(session: Session, statement: str) -> None:
    """A proposal that changes something outside the scope is rolled back, whatever its words."""
    before = guard_of(session).watched(session)
    (why,) = reasons(session, statement)
    assert why.startswith("would destroy")
    assert guard_of(session).watched(session) == before


def test_a_foreign_key_to_others_is_allowed(session: Session) -> None:
    """Referring to a table of others' leaves it as it is."""
    assert reasons(session, "alter table ours add foreign key (id) references others.theirs") == []


@pytest.mark.parametrize("text", ["select 1; drop table ours", "commit", "select 1; commit"])
def test_only_single_statements_run(session: Session, text: str) -> None:
    """A text of several statements, or one that ends the transaction, is not run at all."""
    assert reasons(session, text) == ["is not a single statement of its own"]
    assert session.value("select count(*) from ours") == 0


def test_another_way_is_tried_where_the_first_fails(session: Session) -> None:
    """What runs is recorded, not what was tried before it."""
    second = Proposal(("alter table ours add b integer",))
    outcome = attempt(session, [Proposal(("alter table ours add a nonsense",), otherwise=second)], guard_of(session))
    assert outcome.accepted == (second,)


def test_what_is_precious_is_known_from_a_reading_too(session: Session) -> None:
    """Tables, their columns, sequences, also of identity columns, and enums; but nothing of a view."""
    session.execute("create type mood as enum ('a'); create sequence s; create table p (a int) partition by list (a)")
    session.execute("create table p1 partition of p for values in (1)")
    session.execute("create table i (id int generated always as identity, n serial, m mood)")
    session.execute("create materialized view seen as select 1 as one")
    assert precious_in(read_catalog(session)) == precious(session)

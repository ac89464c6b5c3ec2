"""A statement is only sent to a server that knows it: what each form needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.planning.versions import Need, newest_need
from difftool.sql.parse import UNCLASSIFIED, kind_of
from difftool.sql.split import split
from tests.golden import CASES
from tests.pg.test_hazards import FORMS

NEEDS = {
    "alter table t add column a int": 14,
    "merge into t using u on true when matched then delete": 15,
    "alter table t add unique nulls not distinct (a)": 15,
    "create unique index i on t (a) nulls not distinct": 15,
    "alter table t add foreign key (a, b) references u on delete set null (a)": 15,
    "create view v with (security_invoker = true) as select 1": 15,
    "alter view v set (security_invoker = true)": 15,
    "create publication p for tables in schema public": 15,
    "create publication p for table t (a)": 15,
    "create publication p for table t where (a > 1)": 15,
    "create publication p for table t": 14,
    "create unlogged sequence s": 15,
    "alter sequence s set unlogged": 15,
    "alter table s set unlogged": 14,
    "alter table t set access method heap": 15,
    "create table t (a text storage external)": 16,
    "create table t (a text collate unicode)": 16,
    "create statistics on a, b from t": 16,
    "create table t (a jsonb check (a is json))": 16,
    "create table t (a jsonb default json_object('a': 1))": 16,
    "create table t (a jsonb check (json_exists(a, '$.b')))": 17,
    "alter table t alter a set expression as (b * 2)": 17,
    "grant maintain on t to anna": 17,
    "alter default privileges grant maintain on tables to anna": 17,
    "alter table t set access method default": 17,
    "alter table t alter a set statistics default": 17,
    "alter statistics s set statistics default": 17,
    "alter statistics s set statistics 0": 14,
    "create table t (a int) partition by list (a) using heap": 17,
    "create collation c (provider = builtin, locale = 'C')": 17,
    "create event trigger e on login execute function f()": 17,
    "alter table t add column b int generated always as (a * 2) virtual": 18,
    "alter table t add check (a > 0) not enforced": 18,
    "alter table t add constraint n not null a": 18,
    "alter table t add primary key (a, v without overlaps)": 18,
    "create table t (a uuid default uuidv7())": 18,
    "create table t (a uuid default pg_catalog.uuidv7())": 18,
    "create table t (a uuid default mine.uuidv7())": 14,
    "create function f() returns uuid begin atomic select uuidv7(); end": 18,
    "create database d": 0,
}


@pytest.mark.parametrize(("statement", "version"), NEEDS.items(), ids=NEEDS)
def test_what_a_form_needs(statement: str, version: int) -> None:
    """The newest part of a statement tells; a form that was never looked at has no version."""
    assert newest_need(statement, {("uuidv7", 0): 18}).version == version


def _planned() -> Iterator[str]:
    for file in CASES.glob("*/*/plan*.sql"):
        undo = [line.removeprefix("--   ") for line in file.read_text().splitlines() if line.startswith("--   ")]
        for text in (file.read_text(), "\n".join(undo)):
            yield from (piece.text for piece in split(text, str(file)))


def test_every_planned_form_was_looked_at() -> None:
    """What golden plans say, there and back, has a version; only what is new in 18 is beyond the grammar."""
    found = {statement: newest_need(statement) for statement in _planned()}
    assert [statement for statement, need in found.items() if need.version == 0] == []
    beyond = {statement for statement, need in found.items() if need == Need(18, "its syntax")}
    assert beyond == {statement for statement in found if kind_of(statement).kind == UNCLASSIFIED}


def test_the_measured_forms_need_what_they_need() -> None:
    """A table of forms that ran on several versions says the same; VALIDATE is older than what it validates."""
    found = {row["id"]: newest_need(row["statement"]).version for row in FORMS.values()}
    known = {row["id"]: int(row["min_pg"]) for row in FORMS.values()}
    assert {name for name in known if found[name] != known[name]} == {"validate_not_null", "create_database"}

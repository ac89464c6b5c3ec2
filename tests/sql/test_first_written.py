"""Words that PostgreSQL shows in another form than it reads them back."""

from __future__ import annotations

import pytest

from difftool.pg.session import Session
from difftool.sql.first_written import as_first_written


@pytest.mark.parametrize(
    "condition",
    [
        "v in ('x', 'it''s', ')::text[])') and v not in ('y')",
        "a between 1 and 5 and b > 'x' and v in ('x', 'y')",
        "(a between -1 and a or v in ('x', 'y')) and b <> ' AND '",
        "coalesce(length(v), 0) between 1 and a + 2 and b::text > ')'",
        "lower(b) not between 'a' and 'b' or v like 'x' or a not between 1 and 2",
    ],
)
def test_a_condition_stays_as_it_was_read_first(database: Session, condition: str) -> None:
    """What PostgreSQL shows of a condition, said as it was written, is shown alike once more."""
    database.execute(f"create table t (a integer, b text, v varchar(9), constraint c check ({condition}))")
    ask = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'c' and conrelid = 't'::regclass"
    first = str(database.value(ask))
    database.execute("alter table t drop constraint c")
    database.execute(as_first_written(f"alter table t add constraint c {first}"))
    assert database.value(ask) == first


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (
            "create function f(v varchar) returns boolean return v in ('x', 'y') and v between 'a' and 'b'",
            "pg_get_functiondef('f'::regproc)",
        ),
        (
            "create statistics s on (v in ('x', 'y')), a from t",
            "pg_get_statisticsobjdef(max(oid)) from pg_statistic_ext",
        ),
    ],
)
def test_what_is_no_string_stays_as_it_was_read_first(database: Session, made: str, shown: str) -> None:
    """Parsed bodies, and statistics, which are shown with fewer parentheses, are made again alike."""
    database.execute("create table t (a integer, v varchar(9))")
    database.execute(made)
    first = str(database.value(f"select {shown}"))
    database.execute("drop function if exists f")
    database.execute("drop statistics if exists s")
    database.execute(as_first_written(first))
    assert database.value(f"select {shown}") == first


@pytest.mark.parametrize("kind", ["view", "materialized view"])
def test_values_stay_a_whole_view(database: Session, kind: str) -> None:
    """A view of nothing but VALUES is made again as one, under the names of its columns."""
    database.execute(f"""create {kind} v (a, "B c") as values (1, 'x'), (2, 'y)')""")
    first = str(database.value("select pg_get_viewdef('v')"))
    database.execute(f"drop {kind} v")
    database.execute(as_first_written(f"CREATE {kind.upper()} public.v AS\n{first}"))
    assert database.value("select pg_get_viewdef('v')") == first


@pytest.mark.parametrize(
    "query",
    [
        "select a, 'it''s, NULL::text' as b from t where exists (select null, -1, 'x'::varchar(9))",
        "select x from (select a, 1 from t union select -1, null) k (x, y) where y in (select -5 union select null)",
    ],
)
def test_constants_without_a_name_stay_so(database: Session, query: str) -> None:
    """A subquery's constant gets no name by being shown and read again."""
    database.execute("create table t (a integer)")
    database.execute(f"create view v as {query}")
    first = str(database.value("select pg_get_viewdef('v')"))
    database.execute("drop view v")
    database.execute(as_first_written(f"CREATE VIEW public.v AS\n{first}"))
    assert database.value("select pg_get_viewdef('v')") == first


@pytest.mark.parametrize(
    "statement",
    [
        "COMMENT ON TABLE t IS '= ANY ((ARRAY[''x''::character varying])::text[])'",
        "CREATE FUNCTION f() RETURNS boolean AS 'select a = ANY ((ARRAY[''x''::character varying])::text[])'",
        "CREATE TABLE t (a boolean CHECK (v = ANY ((ARRAY[f(), 'x'::character varying])::text[])))",
    ],
)
def test_other_texts_stay(statement: str) -> None:
    """Comments, bodies, and what no IN of a varchar leaves behind are not touched."""
    assert as_first_written(statement) == statement

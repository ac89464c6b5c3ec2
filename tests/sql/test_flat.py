from __future__ import annotations

import pytest

from difftool.pg.session import Session
from difftool.sql.flat import flat


@pytest.mark.parametrize(
    ("nested", "expected"),
    [
        ("CHECK ((((a >= 1) AND (a <= 5)) AND b))", "CHECK (((a >= 1) AND (a <= 5) AND b))"),
        ("(((a OR b) OR c) OR d)", "(a OR b OR c OR d)"),
        ("((a OR b) AND c)", "((a OR b) AND c)"),
        ("(a AND (b AND c))", "(a AND (b AND c))"),
        ("((x = ' AND ('::text) AND y)", "((x = ' AND ('::text) AND y)"),
        ("f(a) AND (b)) AND", "f(a) AND (b)) AND"),
        (
            "(ARRAY['it''s, ]'::character varying, b])::text[]",
            "ARRAY[('it''s, ]'::character varying)::text, (b)::text]",
        ),
        ("(ARRAY[f(a), b])::text[]", "(ARRAY[f(a), b])::text[]"),
    ],
)
def test_only_what_postgresql_dissolves_is_dissolved(nested: str, expected: str) -> None:
    """Leading operands of the same word are dissolved; texts, other words and broken input stay as they are."""
    assert flat(nested) == expected


@pytest.mark.parametrize(
    "condition",
    [
        "a between 1 and 5 and b in ('x', 'y')",
        "v in ('x', 'it''s') and v not in (v, 'y') and coalesce(v, 'x') in ('x', 'z')",
        "(a between 1 and 5 or a > 9) and b <> '(' and a <> 3",
        "b = ' AND ' and (a between 1 and 2 and a > 0) and (b is null or b > 'x' or a is null)",
    ],
)
def test_a_condition_read_again_is_the_same(database: Session, condition: str) -> None:
    """What PostgreSQL makes of its own words is equal to the first reading."""
    database.execute(f"create table t (a integer, b text, v varchar(9), constraint c check ({condition}))")
    ask = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'c' and conrelid = 't'::regclass"
    first = str(database.value(ask))
    database.execute("alter table t drop constraint c")
    database.execute(f"alter table t add constraint c {first}")
    assert flat(str(database.value(ask))) == flat(first)

"""Changes of a column's type: which values stay, and which fail or change without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from difftool.pg.session import Session
from tests.planning.probing import asked, made, troubles

New = Callable[[], Session]

CONVERSIONS = [
    # old type, new type, values that stay, values that fail or change
    ("varchar(20)", "varchar(5)", "'abc'", "'abcdef'"),
    ("varchar(20)", "varchar(5)", "null", "'a     '"),
    ("text", "char(4)", "'abcd'", "'ab '"),
    ("numeric(10,2)", "numeric(10,1)", "1.5", "1.55"),
    ("numeric(10,2)", "numeric(4,2)", "99.99", "100"),
    ("numeric", "numeric(6,2)", "'NaN'", "'Infinity'"),
    ("numeric", "integer", "7", "7.5"),
    ("numeric", "integer", "2147483647", "2147483648"),
    ("bigint", "numeric(5,0)", "99999", "100000"),
    ("bigint", "double precision", "9007199254740992", "9007199254740993"),
    ("double precision", "real", "0.1", "0.123456789"),
    ("double precision", "real", "'NaN'", "1e300"),
    ("double precision", "integer", "3", "'NaN'"),
    ("integer", "smallint", "-32768", "32768"),
    ("integer", "boolean", "1", "2"),
    ("text", "integer", "'42'", "'x'"),
    ("text", "integer", "' -7 '", "'99999999999'"),
    ("text", "integer", "'0'", "'007'"),
    ("text", "numeric(4,1)", "'999.9'", "'1.25'"),
    ("text", "numeric", "'1e3'", "'1,5'"),
    ("text", "boolean", "'yes'", "'maybe'"),
    ("text", "date", "'2024-02-29'", "'2023-02-29'"),
    ("text", "uuid", "'{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'", "'a0eebc99'"),
    ("text", "jsonb", """'{"a": ": \\" ", "b": {"a": 1}}'""", """'{"a": 1, "a": 2}'"""),
    ("json", "jsonb", """'{ "b":1, "a":"x:y" }'""", """'[{"a": {"k": 1, "k": 1}}]'"""),
    ("json", "jsonb", r"""'"\\u0000"'""", r"""'"\u0000"'"""),
    ("timestamp(6)", "timestamp(0)", "'2024-01-01 10:00:00'", "'2024-01-01 10:00:00.5'"),
    ("timestamptz", "timestamptz(3)", "'2024-01-01 10:00:00.123+02'", "'2024-01-01 10:00:00.1234+02'"),
    ("timestamp", "timestamptz", "null", "'2024-01-01'"),
    ("timestamptz", "timestamp", "null", "'2024-01-01'"),
    ("timestamp", "date", "'2024-01-01'", "'2024-01-01 00:00:01'"),
    ("timestamp", "time", "null", "'2024-01-01'"),
    ("interval", "interval(0)", "'1 second'", "'1.5 seconds'"),
    ("bit(8)", "bit(4)", "'10100000'", "'10100001'"),
    ("integer[]", "smallint[]", "'{1,2}'", "'{1,70000}'"),
    ("varchar(9)[]", "varchar(2)[]", "'{ab}'", "'{abc}'"),
]


@pytest.mark.parametrize(("old", "new", "stays", "lost"), CONVERSIONS)
def test_a_conversion_is_judged_by_its_values(new_database: New, old: str, new: str, stays: str, lost: str) -> None:
    """What the new type holds as it is passes; what it refuses, cuts, rounds or reads in another way is counted."""
    live = made(new_database, f"create table t (id int primary key, c {old})", f"insert into t values (1, {stays})")
    target = made(new_database, f"create table t (id int primary key, c {new})")
    assert troubles(live, target) == []
    live.execute(f"insert into t values (2, {lost})")
    (finding,) = troubles(live, target)
    assert finding.count == 1
    assert finding.examples == ("2",) or "PostgreSQL stops" in finding.notes[0]


SAFE = [
    ("integer", "bigint"),
    ("integer", "numeric"),
    ("integer", "text"),
    ("varchar(5)", "varchar(9)"),
    ("varchar(5)", "text"),
    ("numeric(6,2)", "numeric(8,2)"),
    ("numeric(6,2)", "numeric"),
    ("real", "double precision"),
    ("timestamp(3)", "timestamp"),
    ("date", "timestamp"),
    ("jsonb", "json"),
    ("uuid", "text"),
]


@pytest.mark.parametrize(("old", "new"), SAFE)
def test_what_cannot_lose_anything_is_not_asked(new_database: New, old: str, new: str) -> None:
    """A conversion into a wider type reads no row."""
    live, target = (made(new_database, f"create table t (c {kind})") for kind in (old, new))
    assert asked(live, target) == ()

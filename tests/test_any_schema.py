"""Schemas that nobody thought of: whatever two of them look like, there is a way from one to the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from difftool.diff.compare import compare
from difftool.jobs.converge import converge
from difftool.jobs.goal import goal_of
from difftool.model.catalog import EVERYTHING
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Scratch, Shadow

EXAMPLES = int(os.environ.get("DIFFTOOL_FUZZ", "6"))
TYPES = {"integer": "7", "bigint": "7", "text": "'x'", "numeric(8,2)": "1.5", "text[]": "'{}'", "date": "'2024-01-01'"}


@st.composite
def columns(draw: st.DrawFn) -> list[str]:
    """Column definitions; the types of one name can all be cast to each other's, for that is a person's decision."""
    texts = [f"id {draw(st.sampled_from(['integer', 'bigint']))} not null"]
    for name, kinds in {
        "a": ("integer", "bigint", "text"),
        "b": ("text", "varchar(20)"),
        "c": tuple(TYPES)[4:],
    }.items():
        if draw(st.booleans()):
            kind = draw(st.sampled_from(kinds[:1] if name == "c" else kinds))
            default = TYPES.get(kind, "'x'")
            texts.append(f"{name} {kind}{draw(st.sampled_from(['', ' not null', f' default {default}']))}")
    return texts


@st.composite
def table(draw: st.DrawFn, name: str) -> list[str]:
    """A table with what hangs on it."""
    parts = draw(columns())
    key = draw(st.sampled_from(["", f"constraint {name}_key primary key (id)", f"constraint {name}_key unique (id)"]))
    check = draw(st.sampled_from(["", "check (id > 0)", "constraint positive check (id between 1 and 9)"]))
    statements = [f"create table {name} ({', '.join(filter(None, [*parts, key, check]))})"]
    if draw(st.booleans()):
        statements.append(f"create index {name}_i on {name} (id {draw(st.sampled_from(['', 'desc']))})")
    if draw(st.booleans()):
        statements.append(f"create view {name}_v as select {draw(st.sampled_from(['id', '*']))} from {name}")
    if draw(st.booleans()):
        statements.append(f"comment on table {name} is '{draw(st.sampled_from(['one', 'two']))}'")
    return statements


@st.composite
def schema(draw: st.DrawFn) -> list[str]:
    """Statements that make a schema of up to three tables, an enum and a function, each sometimes there."""
    statements = []
    if draw(st.booleans()):
        statements.append(f"create type mood as enum ({draw(st.sampled_from(['0', '1', '2']))!r}, 'x')")
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["integer", "bigint"]))
        statements.append(f"create function f(a integer) returns {kind} language sql immutable as 'select 1'")
        if draw(st.booleans()):
            statements.append("create table calls (n bigint default f(1), check (f(1) > 0))")
    names = draw(st.lists(st.sampled_from(["t", "u", "w"]), unique=True, max_size=3))
    return statements + [text for name in names for text in draw(table(name))]


@settings(max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 10, suppress_health_check=[HealthCheck.too_slow])
@given(here=schema(), there=schema())
def test_there_is_a_way_between_any_two(shadow: Shadow, here: list[str], there: list[str]) -> None:
    """Converging arrives, what arrived needs nothing more, and a catalog equals itself; enums never lose a label."""
    with built(shadow, here) as start, built(shadow, [*kept_types(here, there), *there]) as end:
        goal = goal_of(end, Scope((), drop=frozenset()), EVERYTHING)
        with start.open() as session:
            converge(session, goal)
            assert converge(session, goal) == ()
            arrived = read_catalog(session)
        assert compare(arrived, goal.catalog) == ()
        assert compare(arrived, arrived) == ()


def kept_types(here: list[str], there: list[str]) -> list[str]:
    """What makes an enum of `here` a start of that of `there`: other labels are refused, as they should be."""
    old = [text for text in here if text.startswith("create type")]
    new = [text for text in there if text.startswith("create type")]
    if old and new and old != new:
        there.remove(new[0])
        return old
    return []


@contextmanager
def built(shadow: Shadow, statements: list[str]) -> Iterator[Scratch]:
    scratch = shadow.create()
    try:
        with scratch.open() as session:
            for statement in statements:
                session.execute(statement)
        yield scratch
    finally:
        shadow.drop(scratch)

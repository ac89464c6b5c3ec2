"""Sample rows that are led through a plan and back."""

from __future__ import annotations

import pytest

from difftool.files.patterns import parse_pattern
from difftool.jobs.goal import goal_of
from difftool.jobs.witness import witnessed
from difftool.model.catalog import EVERYTHING
from difftool.model.plan import EQUAL, Phase, Step, Undo, UndoKind
from difftool.model.profile import Scope
from difftool.pg.execute import Conditions
from difftool.pg.samples import fill
from difftool.pg.shadow import SAMPLER, Shadow

TABLES = """
create table parent (id int primary key, name text not null, tags text[]);
create table child (id int generated always as identity, parent int not null references parent,
  kind text check (kind in ('a', 'b')))
"""
ALL = Scope((parse_pattern("public.*"),))


def step(forward: str, back: str, *tables: str) -> Step:
    locks = {f"public.{table}": "ACCESS EXCLUSIVE" for table in tables}
    return Step(1, Phase.EXPAND, "a step", (forward,), Undo(UndoKind.LOSSLESS, (back,)), locks=locks)


@pytest.mark.parametrize(
    ("forward", "back", "tables", "seen"),
    [
        ("alter table child add note text", "alter table child drop note", ["child"], (EQUAL, EQUAL, 2)),
        (
            "alter table child alter kind type varchar(9)",
            "alter table child alter kind type text",
            ["child", "parent"],
            (EQUAL, EQUAL, 4),
        ),
        ("truncate child", "select 1", ["child"], ("rows are gone from public.child",)),
        (
            "alter table parent alter name type text using upper(name)",
            "select 1",
            ["parent"],
            (EQUAL, "rows are not as before in public.parent", 2),
        ),
    ],
)
def test_what_becomes_of_rows_is_seen(
    shadow: Shadow, forward: str, back: str, tables: list[str], seen: tuple[str | int, ...]
) -> None:
    """Rows that a step keeps are kept in the proof; rows that it loses or changes are named with their table."""
    scratch = shadow.create()
    with scratch.open() as session:
        for statement in TABLES.split(";"):
            session.execute(statement)
    before = goal_of(scratch, ALL, EVERYTHING)
    found = witnessed(shadow, before, [step(forward, back, *tables)], Conditions("public"))
    shadow.drop(scratch)
    assert (found.forward, found.back, found.count)[: len(seen)] == seen
    assert (found.none_for, found.notes) == ((), ())


def test_what_rows_may_refuse_is_a_note(shadow: Shadow) -> None:
    """A statement that the sample rows do not survive depends on the data: that is said, and is no refusal."""
    scratch = shadow.create()
    with scratch.open() as session:
        session.execute("create table t (a int)")
    before = goal_of(scratch, ALL, EVERYTHING)
    found = witnessed(shadow, before, [step("alter table t add check (a < 0)", "select 1", "t")], Conditions("public"))
    shadow.drop(scratch)
    assert found.notes == (
        'depends on your data: check constraint "t_a_check" of relation "t" is violated by some row',
    )


def test_triggers_run_without_rights(shadow: Shadow) -> None:
    """Sample rows are written as a role that may do nothing else, whatever a trigger of live tries."""
    scratch = shadow.create()
    with scratch.open() as session:
        session.execute("create table t (a int)")
        session.execute("create table seen (who text, super text)")
        session.execute("grant insert on seen to public")
        session.execute(
            "create function f() returns trigger language plpgsql as $$ begin"
            " insert into public.seen values (current_user, current_setting('is_superuser')); return new; end $$"
        )
        session.execute("create trigger t before insert on t execute function f()")
    with scratch.open() as session:
        fill(session, ["public.t"], 1, SAMPLER)
        assert session.rows("select * from seen") == [(SAMPLER, "off")]
        assert session.value("select current_user") == session.value("select session_user") != SAMPLER
    shadow.drop(scratch)

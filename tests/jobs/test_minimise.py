from __future__ import annotations

from difftool.diff.proposal import Proposal
from difftool.jobs.goal import goal_of
from difftool.jobs.minimise import minimal
from difftool.model.catalog import EVERYTHING
from difftool.model.profile import Scope
from difftool.pg.shadow import Shadow


def test_detours_are_left_out(shadow: Shadow) -> None:
    """Of statements that led to the goal only those stay that it takes, in their order."""
    start, end = shadow.create(), shadow.create()
    with end.open() as session:
        session.execute("create table public.t (a bigint)")
    ways = (
        Proposal(("create table public.detour (i integer)",), about="migra"),
        Proposal(("create table public.t (a integer)",), about="migra"),
        Proposal(("drop table public.detour",), about="migra"),
        Proposal(("alter table public.t alter a type bigint",), about="migra"),
        Proposal(("alter table public.t alter a set not null", "alter table public.t alter a drop not null")),
    )
    goal = goal_of(end, Scope(()), EVERYTHING)
    assert minimal(shadow, start, goal, ways) == (ways[1], ways[3])
    for scratch in (start, end):
        shadow.drop(scratch)

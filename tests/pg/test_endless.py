"""What runs in a shadow as superuser ends, and is told."""

from __future__ import annotations

import pytest

from difftool.diff.proposal import Proposal
from difftool.errors import NoProvenPlan
from difftool.pg.endless import endless_ended
from difftool.pg.guarded import Guard, attempt
from difftool.pg.shadow import Shadow, open_shadow

LOOP = """
do $$ begin
    loop begin perform pg_sleep(9); exception when query_canceled then null; end; end loop;
end $$
"""


def test_a_loop_that_catches_its_cancellation_ends(shadow: Shadow) -> None:
    """There is no plan then, and the statement that ran is named; sessions that wait for work stay."""
    scratch = shadow.create()
    with scratch.open() as waiting, scratch.open() as session:
        with (
            endless_ended(shadow.dsn, scratch.name, longest=0.2, often=0.1),
            pytest.raises(NoProvenPlan, match="the shadow's session ended") as refused,
        ):
            attempt(session, [Proposal((LOOP,))], Guard(frozenset()))
        assert "pg_sleep(9)" in refused.value.details[0]
        assert waiting.value("select 1") == 1
    shadow.drop(scratch)


def test_a_schema_that_ends_our_sessions_gets_no_plan() -> None:
    """A function may be called as superuser there: that it ended everybody else's session is an error of the schema."""
    others = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = 'postgres'"

    def used() -> None:
        with open_shadow() as shadow, shadow.copied(shadow.create()) as copy, copy.open() as session:
            session.execute(others)

    with pytest.raises(NoProvenPlan, match="the shadow's server ended our session"):
        used()

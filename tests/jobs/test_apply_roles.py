"""Who applies a plan: what a role may, what it has set, and what it does not see."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from difftool.errors import (
    PrivilegeMissing,
)
from difftool.pg.connection import connect
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.planned import (
    CLEAN,
    GUARD,
    ORPHANED,
    VALIDATE,
    address_of,
    apply,
    history,
    plan_for,
    untouched,
    users,
)


def test_an_ordinary_role_can_apply(shadow: Shadow, live: Session, new_database: Callable[[], Session]) -> None:
    """The owner of the table, who may refer to profiles and create a schema, needs nothing more."""
    shadow.create_roles([Role("ordinary")])
    shadow.execute("alter role ordinary login")
    name = live.value("select current_database()")
    for grant in (f"connect, create on database {name}", "select, references on profiles"):
        live.execute(f"grant {grant} to ordinary")
    live.execute("alter table jobs owner to ordinary")
    address = address_of(shadow, live, user="ordinary")
    with connect(address) as session:
        plan = plan_for(session, new_database())
    receipt = apply(address, plan)
    assert [(step.rows, step.quarantined) for step in receipt.steps] == [(None, None), (3, 3), (None, None)]
    assert history(address) == [(plan.digest, 3, 3, "")]


def test_settings_of_the_role_do_not_stop_it(
    shadow: Shadow, live: Session, new_database: Callable[[], Session]
) -> None:
    """Limits for who waits or takes long, another isolation: a step takes its time, and so does whoever approves."""
    shadow.create_roles([Role("limited_by_settings")])
    live.execute("alter role limited_by_settings superuser login")
    name = live.value("select current_database()")
    for setting in (
        "idle_session_timeout = '50ms'",
        "transaction_timeout = '50ms'",
        "statement_timeout = '50ms'",
        "default_transaction_isolation = 'serializable'",
        "standard_conforming_strings = off",
    ):
        if live.value("select true from pg_settings where name = split_part(%s, ' ', 1)", [setting]):
            live.execute(f"alter role limited_by_settings in database {name} set {setting}")
    slow = replace(GUARD, sql=(*GUARD.sql, "select pg_sleep(0.2)"))
    plan = plan_for(live, new_database(), slow, CLEAN, VALIDATE)

    def ask(_: str) -> bool:
        time.sleep(0.2)
        return True

    address = address_of(shadow, live, user="limited_by_settings")
    assert apply(address, plan, approve=None, ask=ask).verdict == "equal to integrated"


def test_hidden_rows_are_not_taken_for_orphans(
    shadow: Shadow, live: Session, new_database: Callable[[], Session]
) -> None:
    """With row level security on profiles and a role that no policy admits, the plan is refused and no row changes."""
    shadow.create_roles([Role("hidden_from")])
    shadow.execute("alter role hidden_from login")
    live.execute("alter table profiles enable row level security")
    for grant in ("create on schema public", "select, references on profiles", "all on jobs"):
        live.execute(f"grant {grant} to hidden_from")
    live.execute("alter table jobs owner to hidden_from")
    name = live.value("select current_database()")
    shadow.execute(f"grant connect, create on database {name} to hidden_from")
    everybody = address_of(shadow, live, user="hidden_from")
    plan = plan_for(live, new_database())
    with pytest.raises(PrivilegeMissing, match="row level security of table profiles"):
        apply(everybody, plan)
    assert untouched(live)
    blind = plan_for(live, new_database(), replace(CLEAN, id=1), verify=())
    with pytest.raises(PrivilegeMissing, match="row level security of table profiles"):
        apply(everybody, blind)
    assert users(live) == ORPHANED

"""A backup before the first step."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from difftool.errors import PreflightFailed
from difftool.model.address import Address
from difftool.model.plan import Phase, Plan
from difftool.model.profile import Policy
from difftool.pg.binaries import pg_dump
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.seal import seal
from tests.jobs.planned import address_of, apply, plan_for, users

BEFORE = [2, 3, 4, 5, 1, 2, 3, 108, 109, 110]


@pytest.fixture
def address(shadow: Shadow, live: Session) -> Address:
    return address_of(shadow, live, password="geheim-123")


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


def test_a_backup_restores_what_was_there(
    live: Session, address: Address, plan: Plan, tmp_path: Path, new_database: Callable[[], Session]
) -> None:
    """pg_dump finds the database without being told, the ledger keeps the command, and the rows come back by it."""
    file = tmp_path / "before.sql"
    apply(address, plan, backup=f"{pg_dump()} > {file}")
    assert users(live)[7:] == [None, None, None]
    assert live.value("select backup from difftool.plan") == f"{pg_dump()} > {file}"
    other = new_database()
    name = other.value("select current_database()")
    socket = live.connection.info
    subprocess.run(
        [pg_dump().with_name("psql"), "-qX", "-h", socket.host, "-U", socket.user, "-d", name, "-f", file],
        capture_output=True,  # an older server does not know all settings that a newer pg_dump writes
        check=True,
    )
    assert [user for (user,) in other.rows("select user_id from public.jobs order by id")] == BEFORE


@pytest.mark.parametrize("by_policy", [True, False])
def test_a_failed_backup_is_27_and_nothing_is_changed(
    live: Session, address: Address, plan: Plan, by_policy: bool
) -> None:
    """From the command line or the policy; its last words are told without the password, and no plan has begun."""
    command = "echo $PGDATABASE >&2; cat $PGPASSFILE >&2; exit 3"
    plan = seal(replace(plan, digest="", policy=Policy(backup=command if by_policy else "")))
    with pytest.raises(PreflightFailed, match="the backup failed with 3; nothing was changed") as failed:
        apply(address, plan, backup="" if by_policy else command)
    assert failed.value.details[0] == live.value("select current_database()")
    assert "geheim" not in "".join(failed.value.details)
    assert live.value("select to_regnamespace('difftool')") is None


def test_secrets_are_neither_in_arguments_nor_in_variables(address: Address, plan: Plan, tmp_path: Path) -> None:
    """The password is in a private file that only lasts as long as the command."""
    apply(address, plan, backup=f"(env; tr '\\0' ' ' < /proc/$$/cmdline; stat -c %a $PGPASSFILE) > {tmp_path}/seen")
    seen = (tmp_path / "seen").read_text()
    assert "geheim" not in seen
    assert seen.endswith("600\n")


def test_a_resumed_plan_has_its_backup(live: Session, address: Address, plan: Plan, tmp_path: Path) -> None:
    """It is taken before the first step, and only then: later it would not hold what was there before."""
    command = f"echo once >> {tmp_path}/seen"
    apply(address, plan, backup=command, until=Phase.GUARD)
    apply(address, plan, backup=command, resume=True)
    assert (tmp_path / "seen").read_text() == "once\n"


def test_a_dry_run_takes_none(address: Address, plan: Plan, tmp_path: Path) -> None:
    """It changes nothing, so there is nothing to be kept from."""
    apply(address, plan, backup=f"touch {tmp_path}/seen", dry_run=True)
    assert not (tmp_path / "seen").exists()

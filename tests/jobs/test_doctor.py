"""The doctor, and the same look before every apply."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.errors import PreflightFailed
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Settings
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.planned import address_of, apply, key_is_there, plan_for


@pytest.fixture
def plan(live: Session, new_database: Callable[[], Session]) -> Plan:
    return plan_for(live, new_database())


@pytest.fixture
def read_only(shadow: Shadow, live: Session) -> Address:
    return address_of(shadow, live, options="-c default_transaction_read_only=on")


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_certainly_stops_a_plan_is_27(live: Session, plan: Plan, read_only: Address, dry_run: bool) -> None:
    """A database that somebody made read-only: told with the remedy, and nothing of ours is written there."""
    with pytest.raises(PreflightFailed) as failed:
        apply(read_only, plan, dry_run=dry_run)
    assert failed.value.exit_code == 27
    assert "default_transaction_read_only is on" in failed.value.details[0]
    assert live.value("select to_regnamespace('difftool')") is None


def test_what_may_get_in_the_way_is_said_and_no_more(shadow: Shadow, live: Session, plan: Plan) -> None:
    """Somebody's event trigger may let our statements pass or not: it is told, and the plan runs."""
    live.execute("create function watch() returns event_trigger language plpgsql as 'begin end'")
    live.execute("create event trigger watching on ddl_command_end execute function watch()")
    said: list[str] = []
    work = Work(Settings("/", "/profiles"), address_of(shadow, live), say=said.append)
    apply_plan(work, plan, approve=plan.digest, ask=None, progress=lambda _: None)
    assert any(line.startswith("preflight: event trigger watching runs") for line in said)
    assert key_is_there(live)


def test_the_doctor_says_so_and_changes_nothing(
    live: Session, read_only: Address, capsys: pytest.CaptureFixture[str]
) -> None:
    """27 and the reason where something is in the way, as text and as JSON."""
    assert run(["doctor", "--db", read_only.dsn]) == 27
    assert "it cannot be changed as it is\n  ✗ default_transaction_read_only is on" in capsys.readouterr().out
    assert run(["doctor", "--db", read_only.dsn, "--format", "json"]) == 27
    told = json.loads(capsys.readouterr().out)
    assert [(each["code"], each["fatal"]) for each in told["obstacles"]] == [("read-only", True)]
    assert live.value("select to_regnamespace('difftool')") is None


def test_the_doctor_finds_nothing_in_a_healthy_database(
    shadow: Shadow, live: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then it ends with 0."""
    assert run(["doctor", "--db", address_of(shadow, live).dsn]) == 0
    assert capsys.readouterr().out.endswith(": nothing is in the way\n")


def test_the_doctor_asks_who_owns_what_a_profile_manages(
    shadow: Shadow,
    live: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a profile, another role's tables are told."""
    shadow.create_roles([Role("bob")])
    live.execute("alter role bob login")
    live.execute(f'grant connect, create on database "{live.value("select current_database()")}" to bob')
    (tmp_path / "profiles").mkdir()
    (tmp_path / "jobs.sql").write_text("create table jobs (id integer primary key);")
    (tmp_path / "profiles" / "own.yaml").write_text("snapshot: [jobs.sql]\nmanages: [public.jobs]\n")
    monkeypatch.chdir(tmp_path)
    assert run(["doctor", "--db", address_of(shadow, live, user="bob").dsn, "--profile", "own"]) == 27
    assert "✗ public.jobs belongs to" in capsys.readouterr().out

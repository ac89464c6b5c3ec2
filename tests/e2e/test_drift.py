"""What somebody did to the database by hand: found, told with its direction, and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.jobs.check_drift import check_drift
from difftool.jobs.work import Work
from difftool.model.drift import Drift
from difftool.model.profile import Profile
from tests.e2e.house import House, Shell
from tests.platform import building

BY_HAND = {
    "a column added": ("alter table llm_workflow_jobs add column surprise int", "+ column"),
    "an index dropped": ("drop index idx_workflow_jobs_status", "- index"),
    "a foreign key dropped": (
        "alter table llm_webhook_attempts drop constraint llm_webhook_attempts_job_id_fkey",
        "- foreign key",
    ),
    "a default changed": ("alter table llm_workflow_jobs alter priority set default 9", "~ column"),
    "a policy added": ("create policy p on external_api_cache using (true)", "+ policy"),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_by_hand_and_back(house: House, what: str) -> None:
    """The change is told in the direction in which somebody made it, and the SQL that is offered takes it back."""
    house.admin.execute(BY_HAND[what][0])
    drift = check_drift(house.work(), house.profile("standalone"))
    assert not drift.clean
    assert drift.no_revert == ""
    for statement in drift.revert:
        house.admin.execute(statement)
    assert check_drift(house.work(), house.profile("standalone")).clean


@pytest.mark.slow
def test_the_terminal_says_it_in_a_line(house: House, difftool: Shell) -> None:
    """Verdict, object, direction, the nearest state, and both ways out; nothing is written to the database."""
    house.admin.execute(BY_HAND["an index dropped"][0])
    said = difftool("drift", "--profile", "standalone", *house.url())
    assert said.code == 2
    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[:2] == ["standalone: drift", "- index idx_workflow_jobs_status"]
    assert "revert:   difftool plan --profile standalone" in lines
    sql = difftool("drift", "--profile", "standalone", "--format", "sql", *house.url())
    assert "CREATE INDEX idx_workflow_jobs_status" in sql.out
    assert house.count("pg_namespace where nspname = 'difftool'") == 0


@pytest.mark.slow
def test_a_trigger_that_sleeps_is_drift(house: House) -> None:
    """Disabled is not there: the snapshot's trigger fires."""
    trigger = (
        "create trigger t before update on external_api_cache for each row execute function public.set_updated_at()"
    )
    text = (building.ROOT / "profiles" / "standalone.yaml").read_text()
    house.write_profile(
        "touched",
        text.replace("cache.sql]", "cache.sql, schema/trigger.sql]")
        + "externals: {function public.set_updated_at(): {returns: trigger}}\n",
    )
    (house.project / "schema" / "trigger.sql").write_text(f"{trigger.replace('external', 'public.external')};\n")
    house.admin.execute(trigger)
    assert check_drift(house.work(), house.profile("touched")).clean
    house.admin.execute("alter table external_api_cache disable trigger t")
    drift = check_drift(house.work(), house.profile("touched"))
    assert [str(change.ident) for change in drift.changes] == ["trigger public.external_api_cache.t"]


def test_strict_refuses_what_could_not_be_compared(house: House, difftool: Shell) -> None:
    """Foreign keys put to sleep by a superuser are beyond comparison: with --strict that ends with 41, never clean."""
    assert difftool("drift", "--profile", "standalone", "--strict", *house.url()).code == 0
    house.admin.execute("alter table llm_webhook_attempts disable trigger all")
    said = difftool("drift", "--profile", "standalone", "--strict", *house.url())
    assert (said.code, "clean" in said.out) == (41, False)
    assert "llm_webhook_attempts_job_id_fkey" in said.err


def test_an_error_outranks_drift_everywhere(house: House, difftool: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """One environment clean, one drifted, one without its variable, one that refuses the role: all told, exit 12."""
    (house.project / "difftool.yaml").write_text(
        "environments:\n"
        "  clean: {url: $HERE, profiles: [standalone]}\n"
        "  drifted: {url: $HERE, profiles: [integrated]}\n"
        "  unset: {url: $NOT_SET, profiles: [standalone]}\n"
        "  stranger: {url: $STRANGER, profiles: [standalone]}\n"
        "  nowhere: {url: $NOWHERE, profiles: [standalone]}\n"
        "  unwatched: {url: $HERE}\n"
    )
    monkeypatch.setenv("HERE", house.dsn())
    monkeypatch.setenv("STRANGER", make_dsn(house.dsn("nobody_knows"), password="s3cret"))
    monkeypatch.setenv("NOWHERE", make_dsn(house.dsn(), dbname="no_such_database"))
    monkeypatch.delenv("NOT_SET", raising=False)
    said = difftool("drift", "--all", "--format", "json")
    assert said.code == 12
    assert {entry["drift"]["environment"]: entry["clean"] for entry in said.json["checked"]} == {
        "clean": True,
        "drifted": False,
    }
    failed = {entry["environment"]: entry["exit_code"] for entry in said.json["failed"]}
    assert failed.keys() == {"unset", "stranger", "nowhere"}
    assert all(code >= 12 for code in failed.values())
    assert "unwatched: not checked, the settings name no profiles for it" in said.err
    assert "s3cret" not in said.out + said.err


@pytest.mark.slow
def test_a_bug_in_one_check_does_not_stop_the_others(
    house: House, difftool: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What crashes is told as a bug, without a verdict, and outranks all; the other databases are still looked at."""
    (house.project / "difftool.yaml").write_text(
        "environments:\n  first: {url: $HERE, profiles: [standalone]}\n  second: {url: $HERE, profiles: [integrated]}\n"
    )
    monkeypatch.setenv("HERE", house.dsn())
    look = check_drift

    def crashing(work: Work, profile: Profile, state: Path) -> Drift:
        if profile.name == "standalone":
            raise ZeroDivisionError("a divisor is zero")
        return look(work, profile, state)

    monkeypatch.setattr("difftool.jobs.check_drift.check_drift", crashing)
    said = difftool("drift", "--all", "--format", "json")
    assert said.code == 1
    assert [entry["drift"]["environment"] for entry in said.json["checked"]] == ["second"]
    assert [(entry["environment"], entry["exit_code"]) for entry in said.json["failed"]] == [("first", 1)]
    assert "this is a bug in difftool: ZeroDivisionError" in said.err


def test_a_timeout_is_no_verdict(house: House, difftool: Shell) -> None:
    """A table that somebody holds for himself cannot be read in time: an error, not clean."""
    house.admin.execute("drop index idx_workflow_jobs_status")
    with house.database.open() as other:
        other.execute("begin")
        other.execute("lock table llm_workflow_jobs in access exclusive mode")
        said = difftool("drift", "--profile", "standalone", "--timeout", "1s", *house.url())
        other.execute("rollback")
    assert (said.code, "clean" in said.out) == (26, False)

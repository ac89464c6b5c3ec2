"""Drift is told to a real receiver, from a real database, as a person and as cron call difftool."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from difftool.notify import http
from tests.docs.transcript import ROOT
from tests.e2e.house import House, Shell
from tests.notify.serving import Receiver, receiver

BY_HAND = "alter table llm_workflow_jobs add column username varchar(255)"
SETTINGS = "environments: {production: {url: $PRODUCTION_URL, profiles: [standalone]}}\nnotify: [$ALERT_URL]\n"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(http, "PAUSES", (0.0,))
    with receiver() as opened:
        yield opened


@pytest.fixture
def watched(house: House, hook: Receiver, monkeypatch: pytest.MonkeyPatch) -> House:
    """A project whose settings name one environment and one receiver."""
    (house.project / "difftool.yaml").write_text(SETTINGS)
    monkeypatch.setenv("PRODUCTION_URL", house.dsn())
    monkeypatch.setenv("ALERT_URL", hook.url)
    return house


def test_from_drift_to_the_all_clear(watched: House, hook: Receiver, difftool: Shell) -> None:
    """Told once with all that somebody needs to act, then silence, then that it is over; live is only read."""
    watched.admin.execute(BY_HAND)
    assert [difftool("drift", "--all").code for _ in range(2)] == [2, 2]
    (alert,) = hook.received
    assert (alert["event"], alert["environment"], alert["profile"]) == ("drift", "production", "standalone")
    assert alert["database"].startswith(f"{watched.database.name}")
    assert alert["changes"] == ["+ column llm_workflow_jobs.username varchar(255)"]
    assert alert["nearest"] == "standalone, plus the column llm_workflow_jobs.username, which no profile has"
    assert watched.count("pg_namespace where nspname = 'difftool'") == 0
    for statement in alert["revert"]:
        watched.admin.execute(statement)
    assert difftool("drift", "--all").code == 0
    assert [body["event"] for body in hook.received] == ["drift", "resolved"]


def test_what_could_not_be_checked(
    watched: House, hook: Receiver, difftool: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that cannot be reached is told as that, without its password; the exit code is the check's."""
    monkeypatch.setenv("PRODUCTION_URL", "postgresql://me:s3cr3t@127.0.0.1:1/app")
    assert difftool("drift", "--all").code == 12
    (alert,) = hook.received
    assert (alert["event"], alert["severity"], alert["error"]["exit_code"]) == ("unchecked", "error", 12)
    assert alert["database"] == "app at 127.0.0.1:1"
    assert "s3cr3t" not in json.dumps(alert).replace("/hook/s3cr3t", "")


def test_nobody_could_be_told(watched: House, hook: Receiver, difftool: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An alert that is refused, an unset variable, and an empty address are errors, each said as such."""
    watched.admin.execute(BY_HAND)
    hook.statuses = [403]
    said = difftool("drift", "--all")
    assert said.code == 40
    assert "production/standalone: drift" in said.out
    assert "http://127.0.0.1/… refuses the alert (HTTP 403)" in said.err
    assert "s3cr3t" not in said.err
    monkeypatch.delenv("ALERT_URL")
    said = difftool("drift", "--all")
    assert (said.code, "set the variable ALERT_URL" in said.err) == (40, True)
    assert difftool("drift", "--all", "--notify", "").code == 64


@pytest.mark.slow
def test_only_who_is_named(watched: House, hook: Receiver, difftool: Shell, tmp_path: Path) -> None:
    """Looking at one environment tells nobody; with --notify it does, and remembers where --state says."""
    watched.admin.execute(BY_HAND)
    assert difftool("drift", "--environment", "production").code == 2
    assert hook.received == []
    options = ("--notify", hook.url, "--state", str(tmp_path / "elsewhere"), "--remind", "1ms")
    assert [difftool("drift", "--environment", "production", *options).code for _ in range(2)] == [2, 2]
    assert [body["event"] for body in hook.received] == ["drift", "still"]
    assert (tmp_path / "elsewhere" / "alerts.json").is_file()


def test_as_cron_runs_it(watched: House, hook: Receiver) -> None:
    """The line of deploy/crontab, in the empty environment that cron has: all it needs is in the env file."""
    watched.admin.execute(BY_HAND)
    folder = watched.project
    (folder / ".env.local").write_text(f'PRODUCTION_URL="{watched.dsn()}"\nALERT_URL={hook.url}\n')
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "difftool").symlink_to(Path(sys.executable).with_name("difftool"))
    (line,) = [line for line in (ROOT / "deploy" / "crontab").read_text().splitlines() if not line.startswith("#")]
    command = line.split(maxsplit=5)[5].replace("/srv/app", str(folder))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "SHELL": "/bin/sh", "LOGNAME": "app"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert "production/standalone: drift" in (folder / ".difftool" / "drift.txt").read_text()
    assert [body["event"] for body in hook.received] == ["drift"]

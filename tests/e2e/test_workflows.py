"""The scripts of the example workflows, run against a live database as a runner runs them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.transcript import ROOT
from tests.e2e.house import KEY, House
from tests.notify.serving import Receiver, receiver

SETTINGS = "environments: {production: {url: $PRODUCTION_URL, profiles: [integrated]}}\n"


@dataclass
class Runner:
    """A project whose database is at `standalone`, to be brought to `integrated`."""

    house: House
    outputs: Path
    summary: Path

    def run(self, workflow: str, job: str, number: int, **variables: str) -> tuple[int, str]:
        """One of the job's steps that start difftool; exit code and what it said."""
        read: dict[str, Any] = yaml.safe_load((ROOT / "examples" / "github" / f"{workflow}.yml").read_text())
        scripts = [step["run"] for step in read["jobs"][job]["steps"] if "pipx" not in step.get("run", "pipx")]
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(self.house.project),
            "PRODUCTION_URL": self.house.dsn(),
            "GITHUB_OUTPUT": str(self.outputs),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            **{name: str(value) for name, value in read.get("env", {}).items()},
            **variables,
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts[number]]
        done = subprocess.run(
            shell, cwd=self.house.project, env=environment, check=False, text=True, capture_output=True
        )
        return done.returncode, done.stdout + done.stderr

    @property
    def said(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.outputs.read_text().splitlines())


@pytest.fixture
def runner(house: House, tmp_path: Path) -> Runner:
    (house.project / "difftool.yaml").write_text(SETTINGS)
    return Runner(house, tmp_path / "outputs", tmp_path / "summary")


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as opened:
        yield opened


@pytest.mark.slow
def test_apply_after_a_merge(runner: Runner) -> None:
    """The first job shows the plan and hands on its digest; the second applies it; then there is nothing to do."""
    code, said = runner.run("apply", "plan", 0)
    assert code == 0, said
    assert runner.said["changes"] == "true"
    assert KEY in runner.summary.read_text()
    code, said = runner.run("apply", "apply", 0, DIGEST="sha256:" + 64 * "0")
    assert code == 22, said
    code, said = runner.run("apply", "apply", 0, DIGEST=runner.said["digest"])
    assert code == 0, said
    assert runner.house.count(f"pg_constraint where conname = '{KEY}' and convalidated") == 1
    code, said = runner.run("apply", "plan", 0)
    assert (code, runner.said["changes"]) == (0, "false"), said


@pytest.mark.slow
def test_drift_each_morning(runner: Runner, hook: Receiver) -> None:
    """Drift is told and shown on the run's page, and the run succeeds; without an address it fails."""
    code, said = runner.run("drift", "drift", 0, ALERT_URL=hook.url)
    assert code == 0, said
    assert [body["event"] for body in hook.received] == ["drift"]
    assert "### `production/integrated`: drift" in runner.summary.read_text()
    (runner.house.project / "drift.md").unlink()
    code, said = runner.run("drift", "drift", 0, ALERT_URL="")
    assert (code, "--notify is empty" in said) == (64, True)

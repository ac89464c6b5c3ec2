"""The action for GitHub and the example workflows: of the published form, and their scripts run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.transcript import ROOT, Written, told
from tests.e2e.proposing import KEY, TARGET, Project
from tests.tools import needed

ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / "examples" / "github").glob("*.yml"))
INPUTS = {"profile", "config", "working-directory", "version", "comment", "fail-on", "github-token"}
OUTPUTS = {"has-changes", "has-destructive", "plan-path"}
BOOKED = "${{"


def action() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(ACTION.read_text())
    return read


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS], ids=lambda file: file.name)
def test_of_the_published_form(file: Path) -> None:
    """GitHub's schema for actions and for workflows, as it is published, accepts the file."""
    needed("check_jsonschema", "check-jsonschema")
    schema = "vendor.github-actions" if file == ACTION else "vendor.github-workflows"
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_the_guide_shows_is_of_that_form(tmp_path: Path) -> None:
    """The workflow of the guide to pull requests is one that GitHub would take."""
    needed("check_jsonschema", "check-jsonschema")
    guide = (ROOT / "docs" / "how-to" / "pull-requests.md").read_text()
    (shown,) = [deed for deed in told(guide) if isinstance(deed, Written) and deed.name.endswith(".yml")]
    (tmp_path / "shown.yml").write_text(shown.text)
    check = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(tmp_path / "shown.yml")]
    done = subprocess.run([sys.executable, *check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_inputs_and_outputs() -> None:
    """The action takes and gives what its documentation says."""
    assert set(action()["inputs"]) == INPUTS
    assert set(action()["outputs"]) == OUTPUTS


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS], ids=lambda file: file.name)
def test_nothing_is_pasted_into_a_script(file: Path) -> None:
    """Expressions reach scripts by variables only: a branch's name is no code."""
    scripts = re.findall(r"\brun: (?:\|\n((?:\s{8,}.*\n)*)|(.*))", file.read_text())
    assert scripts or file.name == "plan.yml"
    assert not any(BOOKED in script for pair in scripts for script in pair)


def run_step(name: str, folder: Path, **variables: str) -> int:
    """A step of the action, as the runner does it; the commands that it starts are this checkout's."""
    script = next(step["run"] for step in action()["runs"]["steps"] if step["name"] == name)
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {"PATH": path, "HOME": str(folder), **variables}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(shell, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    print(done.stdout, done.stderr)
    return done.returncode


def compare(project: Project, environment: Mapping[str, str], **inputs: str) -> dict[str, str]:
    given = {"PROFILE": "", "CONFIG": "", "COMMENT": "true"} | inputs
    run_step("Compare the targets with the base", project.folder, **{**environment, **given})
    return project.said


@pytest.fixture
def environment(project: Project, tmp_path: Path) -> dict[str, str]:
    """What the runner sets for a pull request to main."""
    project.git("update-ref", "refs/remotes/origin/main", "main")
    return {
        "GITHUB_API_URL": project.github.url,
        "GITHUB_REPOSITORY": "octo/app",
        "GITHUB_TOKEN": "ghs_s3cr3tt0ken",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_BASE_REF": "main",
        "GITHUB_OUTPUT": str(project.outputs),
        "GITHUB_STEP_SUMMARY": str(project.summary),
    }


def test_the_action_comments(project: Project, environment: dict[str, str]) -> None:
    """Its steps write the comment and the outputs, and leave the verdict to the last step."""
    project.propose(TARGET + KEY)
    said = compare(project, environment, PROFILE="app", CONFIG="difftool.yaml")
    assert said == {"exit-code": "0", "has-changes": "true", "has-destructive": "false", "plan-path": ""}
    assert len(project.github.comments) == 1


def test_the_action_without_comments(project: Project, environment: dict[str, str]) -> None:
    """With `comment: false` the outputs and the run's page are there, and GitHub is not asked for anything."""
    project.propose("create table public.people (id nonsense);")
    said = compare(project, environment, COMMENT="false")
    assert (said["exit-code"], project.github.asked) == ("11", [])
    assert "cannot be built" in project.summary.read_text()


@pytest.mark.parametrize(
    ("fail_on", "found", "code"),
    [
        ("error", {}, 0),
        ("error", {"CODE": "11"}, 11),
        ("never", {"CODE": "11", "DESTRUCTIVE": "true"}, 0),
        ("changes", {"CHANGES": "true"}, 2),
        ("changes", {}, 0),
        ("destructive", {"CHANGES": "true"}, 0),
        ("destructive", {"CHANGES": "true", "DESTRUCTIVE": "true"}, 2),
        ("destructive", {"CODE": "40"}, 40),
        ("sometimes", {}, 64),
    ],
)
def test_the_verdict(tmp_path: Path, fail_on: str, found: dict[str, str], code: int) -> None:
    """`fail-on` decides what ends the job; an error does unless it says never."""
    given = {"CODE": "0", "CHANGES": "false", "DESTRUCTIVE": "false"} | found
    assert run_step("Judge", tmp_path, FAIL_ON=fail_on, **given) == code

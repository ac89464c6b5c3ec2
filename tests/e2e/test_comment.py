"""A pull request from the first comment to the last: a real repository, and a server shaped like GitHub's API."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from difftool.cli.main import run
from tests.e2e.proposing import KEY, PROFILE, TARGET, Project
from tests.notify.serving import TOKEN, Fault


def test_from_the_first_comment_to_the_last(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Made, brought up to date in place, and told at the end that nothing changes any more: one comment all along."""
    project.propose(TARGET + KEY)
    assert run(["comment", "--base", "main"]) == 0
    (first,) = project.github.bodies
    assert first.startswith("<!-- difftool:app -->\n\n### `app`: 1 added\n\n- `+ foreign key jobs_person_fkey (person)")
    assert "| data check | step" in first
    assert "```mermaid\nerDiagram\n" in first
    assert project.said == {"has-changes": "true", "has-destructive": "false", "plan-path": ""}
    assert first in project.summary.read_text()

    project.propose(TARGET.replace("note text, ", ""))
    assert run(["comment", "--base", "main"]) == 0
    (second,) = project.github.bodies
    assert "### `app`: 1 dropped, **loses data**" in second
    assert project.said["has-destructive"] == "true"

    project.propose(TARGET)
    assert run(["comment", "--base", "main"]) == 0
    (third,) = project.github.bodies
    assert "### `app` no longer changes anything" in third
    assert project.said["has-changes"] == "false"
    out, err = capsys.readouterr()
    assert "app: https://github.example/octo/app/pull/7#issuecomment-1" in err
    assert TOKEN not in out + err


def test_what_came_to_the_base_later_is_nobodys_proposal(project: Project) -> None:
    """The proposal is compared with where it left the base; a profile without a change gets no comment."""
    project.git("checkout", "-q", "main")
    project.propose(TARGET + KEY)
    project.git("checkout", "-q", "proposal")
    project.propose(TARGET, PROFILE + "description: other words\n")
    assert run(["comment", "--base", "main"]) == 0
    assert project.github.comments == []
    assert project.summary.read_text() == "No target changes.\n"


@pytest.mark.slow
def test_profiles_that_come_and_go(project: Project) -> None:
    """A new profile is told as new, with all that it makes; one that is removed drops nothing."""
    (project.folder / "profiles" / "app.yaml").unlink()
    (project.folder / "difftool.yaml").write_text("profiles: profiles/\n")
    project.propose(TARGET, name="fresh")
    assert run(["comment", "--base", "main"]) == 0
    fresh, gone = project.github.bodies
    assert "### `fresh` is new: 2 added" in fresh
    assert "CREATE TABLE public.people" in fresh
    assert "### `app` is removed" in gone


def test_a_table_that_is_let_go(project: Project) -> None:
    """What the base manages and the proposal does not is named: it stays, unwatched."""
    without = TARGET.replace("create table public.people (id int primary key, name text not null);", "")
    project.propose(without, PROFILE.replace("public.people, ", ""))
    assert run(["comment", "--base", "main"]) == 0
    assert "- `table public.people` is no longer managed: it stays as it is" in project.github.bodies[0]


@pytest.mark.parametrize(
    ("target", "profile", "code", "told"),
    [
        ("create table public.people (id nonsense);", PROFILE, 11, "schema.sql:1"),
        (TARGET, "manages: [public.people]\nsnapshot: [missing.sql]\n", 10, "missing.sql"),
        (TARGET, "nonsense: 1\n", 10, "profiles/app.yaml:1"),
    ],
)
def test_a_target_that_cannot_be_built(project: Project, target: str, profile: str, code: int, told: str) -> None:
    """The reason stands in the comment with its place, and the exit code is that of the error."""
    project.propose(target, profile)
    assert run(["comment", "--base", "main"]) == code
    assert "### `app` cannot be built" in project.github.bodies[0]
    assert told in project.github.bodies[0]


def test_a_base_that_cannot_be_built(project: Project) -> None:
    """A proposal that mends a broken base is not punished for it: it is said that nothing could be compared."""
    project.git("checkout", "-q", "main")
    project.propose("create table public.people (id nonsense);")
    project.git("checkout", "-qb", "mending")
    project.propose(TARGET)
    assert run(["comment", "--base", "main"]) == 0
    assert "### `app` cannot be compared with the base" in project.github.bodies[0]


@pytest.mark.slow
def test_what_the_policy_refuses_is_shown_all_the_same(project: Project) -> None:
    """A label of an enum cannot be taken back: refused with 21, and the plan stands below."""
    kind = "create type public.kind as enum ('a');\n"
    managing = PROFILE.replace("public.jobs]", "public.jobs, public.kind]")
    project.git("checkout", "-q", "main")
    project.propose(TARGET + kind, managing)
    project.git("checkout", "-qb", "labelled")
    project.propose(TARGET + kind.replace("'a'", "'a', 'b'"), managing)
    assert run(["comment", "--base", "main"]) == 21
    (body,) = project.github.bodies
    assert "**refused**" in body
    assert "ADD VALUE" in body
    assert project.said["has-destructive"] == "true"


def test_a_fork(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fork's token only reads: the run's page shows the same, and the run does not fail for it."""
    project.github.may_write = False
    project.propose(TARGET + KEY)
    event = {"pull_request": {"number": 7, "head": {"repo": {"full_name": "mallory/app"}}}}
    (tmp_path / "event.json").write_text(json.dumps(event))
    assert run(["comment", "--base", "main"]) == 0
    assert "### `app`: 1 added" in project.summary.read_text()
    assert "the token of a fork's run only reads" in capsys.readouterr().err


@pytest.mark.slow
def test_not_delivered(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the comment cannot be written the run ends with 40, and summary and outputs are there all the same."""
    project.propose(TARGET + KEY)
    project.github.faults = [Fault(500) for _ in range(9)]
    assert run(["comment", "--base", "main"]) == 40
    assert "GitHub is busy (HTTP 500)" in capsys.readouterr().err
    assert project.said["has-changes"] == "true"
    assert "### `app`: 1 added" in project.summary.read_text()


def test_without_github(project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """At a developer's desk --dry-run shows what would be said; without it, what is missing is named."""
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)
    project.propose(TARGET + KEY)
    assert run(["comment", "--base", "main", "--dry-run"]) == 0
    assert "### `app`: 1 added" in capsys.readouterr().out
    assert (project.github.asked, project.outputs.exists(), project.summary.exists()) == ([], False, False)
    assert run(["comment", "--base", "main"]) == 64
    assert "GITHUB_REPOSITORY, GITHUB_TOKEN, --number" in capsys.readouterr().err


@pytest.mark.slow
def test_what_has_no_room_on_github_is_shown(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """SQL that a comment leaves out, naming --dry-run, is what --dry-run shows."""
    project.propose(f"{TARGET}comment on table public.jobs is '{'x' * 70_000}';\n")
    assert run(["comment", "--base", "main"]) == 0
    assert (
        "*Steps and SQL: 1 step: too long to be shown here; `difftool comment --dry-run` shows it whole.*"
        in (project.github.bodies[0])
    )
    assert "COMMENT ON TABLE public.jobs IS 'xxx" in capsys.readouterr().out


def test_an_unknown_profile(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that neither side has is refused with the one that was meant."""
    assert run(["comment", "--base", "main", "--dry-run", "--profile", "apq"]) == 10
    assert 'did you mean "app"' in capsys.readouterr().err
    assert run(["comment", "--base", "main", "--dry-run", "--profile", "profiles/app.yaml"]) == 10


def test_no_base(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a base, with one that git does not know, and with a history that is cut short: each said as such."""
    assert run(["comment", "--dry-run"]) == 64
    assert "--base REF" in capsys.readouterr().err
    assert run(["comment", "--dry-run", "--base", "--output=x"]) == 64
    assert run(["comment", "--dry-run", "--base", "nowhere"]) == 64
    assert "fetch-depth: 0" in capsys.readouterr().err
    project.git("checkout", "-q", "--orphan", "apart")
    project.propose(TARGET + KEY)
    assert run(["comment", "--dry-run", "--base", "main"]) == 64
    assert "in common" in capsys.readouterr().err


@pytest.mark.slow
def test_a_project_below_the_top(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a project within a repository is part of the marker; git's index is left alone."""
    inner = project.folder / "services" / "jobs"
    inner.mkdir(parents=True)
    project.git("mv", "difftool.yaml", "profiles", "schema.sql", "services/jobs/")
    project.git("commit", "-qm", "moved")
    project.git("branch", "moved")
    (inner / "schema.sql").write_text(TARGET + KEY)
    monkeypatch.chdir(inner)
    assert run(["comment", "--base", "moved"]) == 0
    assert project.github.bodies[0].startswith("<!-- difftool:services/jobs/app -->\n\n### `app`: 1 added")
    status = subprocess.run(["git", "status", "--short"], cwd=inner, capture_output=True, text=True, check=True)
    assert status.stdout == " M schema.sql\n"

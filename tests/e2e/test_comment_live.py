"""A comment that tells of databases that are there, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.files.plans import read_plan
from tests.e2e.house import House
from tests.e2e.proposing import KEY, PROFILE, TARGET, Project


@pytest.mark.slow
def test_against_a_live_database(project: Project, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an environment: the plan for it with counts and digest, and its file, which is what the digest names."""
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("LIVE", house.dsn())
    house.admin.execute(TARGET + "insert into people values (1, 'x'); insert into jobs values (1, 1), (2, 9);")
    project.propose(TARGET + KEY)
    assert run(["comment", "--base", "main", "--environment", "live"]) == 20
    assert "#### On `live`: refused" in project.github.bodies[0]
    assert "- orphans: jobs.person" in project.github.bodies[0]

    project.propose(TARGET + KEY, PROFILE + "data: [{orphans: jobs.person, become: set-null}]\n")
    assert run(["comment", "--base", "main", "--environment", "live"]) == 0
    (body,) = project.github.bodies
    plan = read_plan((Path(project.said["plan-path"]) / "app.yaml").read_text(), "app.yaml")
    assert f"Digest `{plan.digest}`" in body
    assert f"difftool apply plans/app.yaml --environment live --approve {plan.digest[7:19]}" in body
    assert house.count("pg_namespace where nspname = 'difftool'") == 0


@pytest.mark.slow
def test_against_several(project: Project, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern means all that it matches, but those whose profiles are others; each plan has a file of its own."""
    listed = ", ".join(f"{name}: {{url: $LIVE, profiles: [app]}}" for name in ("north", "south"))
    (project.folder / "difftool.yaml").write_text(
        f"environments: {{{listed}, nobody: {{url: $NONE, profiles: [b]}}}}\n"
    )
    (project.folder / "profiles" / "b.yaml").write_text(PROFILE)
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("LIVE", house.dsn())
    monkeypatch.setenv("NONE", "postgresql://me@127.0.0.1:1/nowhere")
    house.admin.execute(TARGET)
    project.propose(TARGET + KEY)
    assert run(["comment", "--base", "main", "--environment", "*", "--profile", "app"]) == 12
    assert run(["comment", "--base", "main", "--environment", "*th"]) == 0
    (body, _) = project.github.bodies
    files = sorted(path.name for path in Path(project.said["plan-path"]).iterdir())
    assert files == ["app.north.yaml", "app.south.yaml"]
    assert all(f"difftool apply plans/app.{name}.yaml --environment {name}" in body for name in ("north", "south"))

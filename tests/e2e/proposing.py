"""A project in a repository, with a proposal for it, and a server shaped like GitHub's API."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from difftool.notify import http
from tests.notify.serving import TOKEN, Forge, forge

TARGET = """
create table public.people (id int primary key, name text not null);
create table public.jobs (id int primary key, person int, note text, created_at timestamptz not null default now());
"""
PROFILE = "snapshot: [schema.sql]\nmanages: [public.people, public.jobs]\npolicy: {shadow: any}\n"
KEY = "alter table public.jobs add constraint jobs_person_fkey foreign key (person) references public.people (id);\n"


@dataclass
class Project:
    """A repository whose branch `main` has the profile `app`, with a branch for the proposal checked out."""

    folder: Path
    github: Forge
    outputs: Path
    summary: Path

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null")
        subprocess.run(["git", *who, *words], cwd=self.folder, check=True, capture_output=True)

    def propose(self, target: str, profile: str = PROFILE, name: str = "app") -> None:
        (self.folder / "schema.sql").write_text(target)
        (self.folder / "profiles" / f"{name}.yaml").write_text(profile)
        self.git("add", "-A")
        self.git("commit", "--allow-empty", "-qm", "proposal")

    @property
    def said(self) -> dict[str, str]:
        lines = self.outputs.read_text().splitlines() if self.outputs.exists() else []
        return dict(line.split("=", 1) for line in lines)


@contextmanager
def proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """On the branch of the proposal, in the environment of a workflow."""
    monkeypatch.setattr(http, "PAUSES", (0.0, 0.0, 0.0))
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "DIFFTOOL_"))]:
        monkeypatch.delenv(name)
    folder = tmp_path / "project"
    (folder / "profiles").mkdir(parents=True)
    (folder / "difftool.yaml").write_text("profiles: profiles/\nenvironments: {live: {url: $LIVE, profiles: [app]}}\n")
    (folder / ".gitignore").write_text(".difftool/\n")
    with forge("/api/v3") as github:
        made = Project(folder, github, tmp_path / "outputs", tmp_path / "summary")
        made.git("init", "-qb", "main")
        made.propose(TARGET)
        made.git("checkout", "-qb", "proposal")
        event = {"pull_request": {"number": 7, "head": {"repo": {"full_name": "octo/app"}}}}
        (tmp_path / "event.json").write_text(json.dumps(event))
        variables = {
            "GITHUB_API_URL": github.url,
            "GITHUB_REPOSITORY": "octo/app",
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_OUTPUT": str(made.outputs),
            "GITHUB_STEP_SUMMARY": str(made.summary),
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)
        yield made

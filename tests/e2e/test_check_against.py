"""Migrations of a neighbour, run beside a profile: whether they leave it what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.files.settings import load_settings
from difftool.jobs.check_against import check_against
from difftool.jobs.work import Work
from difftool.model.clash import Clash
from difftool.pg.shadow import Shadow
from tests.e2e.house import Shell

SLOW = pytest.mark.slow
FIRST = """\
create table profiles (id uuid primary key, email text not null unique);
--> statement-breakpoint
create table orders (id int primary key, buyer uuid references profiles (id));
"""


@pytest.fixture
def neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The neighbour's folder, in a project with the shipped profiles."""
    (tmp_path / "difftool.yaml").write_text("profiles: profiles/\n")
    (tmp_path / "profiles").mkdir()
    (tmp_path / "theirs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "theirs"


def against(shadow: Shadow, neighbour: Path, *texts: str) -> tuple[Clash, ...]:
    for number, text in enumerate(texts, 1):
        (neighbour / f"{number:04}_theirs.sql").write_text(text)
    work = Work(load_settings(neighbour.parent), shadow=shadow)
    return check_against(work, ("integrated",), "theirs")


def test_what_does_not_concern_us(shadow: Shadow, neighbour: Path) -> None:
    """Tables of their own, another column, rows: all of that may be."""
    second = "alter table profiles add column name text;\ninsert into profiles values (gen_random_uuid(), 'a', 'b');\n"
    assert against(shadow, neighbour, FIRST, second) == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("alter table profiles rename column id to uid;", "public.profiles has no column id"),
        (
            "alter table orders drop constraint orders_buyer_fkey;\nalter table profiles alter id type text;",
            "does not run",
        ),
        ("create index theirs on llm_workflow_jobs (priority);", "touches what is ours: + index theirs"),
        pytest.param("drop table profiles cascade;", "public.profiles does not exist", marks=SLOW),
        pytest.param("drop table llm_provider_usage;", "touches what is ours: - table llm_provider_usage", marks=SLOW),
        pytest.param("create table llm_workflow_jobs (id int);", "does not run beside what is ours", marks=SLOW),
    ],
)
def test_what_breaks_us(shadow: Shadow, neighbour: Path, statement: str, told: str) -> None:
    """The statement is named by file and line, with what it takes away or touches."""
    found = against(shadow, neighbour, FIRST, f"-- the second\n\nselect 1;\n{statement}\n")
    line = 4 + statement.count("\n")
    assert [clash for clash in found if clash.sentence.startswith(told) and clash.broken], found
    assert not [clash for clash in found if "difftool_shadow" in clash.sentence]
    assert {clash.where for clash in found} == {f"theirs/0002_theirs.sql:{line}"}


def test_only_the_new_ones(shadow: Shadow, neighbour: Path) -> None:
    """Where the folder does not begin at the beginning, what the profile declares of the neighbour is there."""
    found = against(shadow, neighbour, "select 1;\nalter table profiles rename to people;\n")
    assert {(clash.where, clash.broken) for clash in found} == {("theirs/0001_theirs.sql:2", True)}


def test_what_is_only_to_be_known(shadow: Shadow, neighbour: Path) -> None:
    """A view of theirs on a table of ours breaks nothing, and is told."""
    (found,) = against(shadow, neighbour, FIRST, "create view busy as select user_id from llm_workflow_jobs;")
    assert (found.broken, found.where) == (False, "theirs/0002_theirs.sql")
    assert found.sentence == "view public.busy depends on what is ours from here on"


def test_what_is_never_there(shadow: Shadow, neighbour: Path) -> None:
    """Migrations that make another table than the one that is needed are told as that."""
    (found,) = against(shadow, neighbour, "create table profiles (id int primary key, email text);")
    assert (found.where, found.broken) == ("theirs", True)
    assert "public.profiles.id is integer, not uuid" in found.sentence


@pytest.mark.slow
def test_from_a_shell(neighbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends with 14 where something is broken, with 0 where nothing is, with 11 where theirs do not run at all."""
    difftool = Shell(capsys)
    (neighbour / "0001_a.sql").write_text(FIRST)
    said = difftool("check", "integrated", "--against", "theirs")
    assert (said.code, said.out) == (0, "integrated: holds beside theirs\n")
    said = difftool("check", "integrated", "--against", "")
    assert (said.code, said.out) == (10, ""), "a variable that is not set is no all-clear"
    (neighbour / "0002_b.sql").write_text("alter table profiles drop constraint profiles_pkey cascade;")
    said = difftool("check", "integrated", "--against", "theirs", "--format", "json")
    assert (said.code, said.json[0]["where"]) == (14, "theirs/0002_b.sql:1")
    (neighbour / "0002_b.sql").write_text("drop table nowhere;")
    assert difftool("check", "integrated", "--against", "theirs").code == 11

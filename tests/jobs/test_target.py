"""A profile that does not fit its snapshot is refused where it says so, before any database is asked."""

from __future__ import annotations

from pathlib import Path

import psycopg2
import pytest

from difftool.errors import DifftoolError
from difftool.files.patterns import parse_pattern
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.jobs.make_plan import make_plan
from difftool.jobs.target import build_target, without
from difftool.model.catalog import Ident
from difftool.model.profile import Profile, Scope
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import work

SNAPSHOT = """
create table jobs (id integer primary key, user_id integer);
create type mood as enum ('fine');
create extension if not exists plpgsql;
"""
HEAD = "snapshot: [schema/a.sql]\nmanages: [public.*]\n"

MISFITS = {
    HEAD + "data:\n- {orphans: jobs.user_idd, become: delete}\n": "profiles/x.yaml:4:3: orphans: the snapshot has no "
    "column public.jobs.user_idd; did you mean public.jobs.user_id?",
    HEAD + "data:\n- {nulls: nope.x, become: delete}\n": "profiles/x.yaml:4:3: nulls: the snapshot has no column "
    "public.nope.x",
    HEAD + "data:\n- {duplicates: job(id), keep: first}\n": "profiles/x.yaml:4:3: duplicates: the snapshot has no "
    "table public.job; did you mean public.jobs?",
    HEAD + "data:\n- {rekey: app.jobs, from: id, to: user_id}\n": "profiles/x.yaml:4:3: rekey: the snapshot has no "
    "table app.jobs",
    HEAD + "recreate: [public.moods]\n": "profiles/x.yaml: recreate: public.moods matches nothing in the snapshot",
    "snapshot: [schema/a.sql]\nmanages: [public.*, app.*]\n": "profiles/x.yaml:2:21: manages: app.* matches nothing in "
    "the snapshot",
    HEAD + "externals: {jobs: {columns: {id: integer}}}\n": "schema/a.sql:2: makes public.jobs, which "
    "profiles/x.yaml:3:13 declares as somebody else's: take it out of the snapshot, or out of `externals:`",
}


@pytest.mark.parametrize(("text", "message"), MISFITS.items(), ids=range(len(MISFITS)))
def test_what_does_not_fit(shadow: Shadow, tmp_path: Path, text: str, message: str) -> None:
    """Rules, patterns and externals that the snapshot contradicts are told with their place."""
    _snapshot(tmp_path, SNAPSHOT)
    with pytest.raises(DifftoolError) as caught:
        build_target(shadow, _profile(tmp_path, text), None)
    assert str(caught.value) == message


def test_the_line_to_add(shadow: Shadow, tmp_path: Path) -> None:
    """What has no schema is to be managed by its kind."""
    _snapshot(tmp_path, "create table t (); create publication news for table t;")
    with pytest.raises(DifftoolError, match="makes publication news") as caught:
        build_target(shadow, _profile(tmp_path, HEAD), None)
    assert '"publication:news"' in caught.value.details[0]


@pytest.mark.parametrize("name", ["strange", 'My "t".*'])
def test_what_is_left_alone_can_be_written(name: str) -> None:
    """The patterns that leave strangers out of a plan read back from its file as what they are."""
    found = without(Scope(()), (Ident("table", "public", name),)).manages
    assert tuple(parse_pattern(pattern.text) for pattern in found) == found


def test_what_is_called_as_something_left_alone(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """A table that the snapshot does not know hides no function of its name: what differs in that is planned."""
    _snapshot(tmp_path, "create function jobs() returns int language sql return 2")
    database.execute("create table jobs (); create function jobs() returns int language sql return 1")
    plan = make_plan(work(shadow, database), _profile(tmp_path, HEAD))
    assert plan.information == ("not in the snapshot, left alone: table public.jobs",)
    assert [step.touches for step in plan.steps] == [("function public.jobs()",)]


def test_what_is_called_as_something_renamed(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """A table's old name takes in nothing else that is called so: a function of that name stays somebody else's."""
    _snapshot(tmp_path, "create table tasks (id integer)")
    database.execute("create table jobs (id integer); create function jobs() returns int return 1")
    text = "snapshot: [schema/a.sql]\nmanages: [public.tasks]\ndata:\n- {rename: jobs, to: tasks}\n"
    plan = make_plan(work(shadow, database), _profile(tmp_path, text))
    assert [step.sql for step in plan.steps] == [("ALTER TABLE public.jobs RENAME TO tasks",)]


@pytest.mark.xfail(strict=True, raises=psycopg2.errors.DatatypeMismatch, reason="what is left alone is not looked at")
def test_an_heir_that_is_left_alone(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """A column that an heir of another type cannot take is refused before the plan runs."""
    _snapshot(tmp_path, "create table jobs (id integer, due date)")
    database.execute("create table jobs (id integer); create table heir (due text) inherits (jobs)")
    plan = make_plan(work(shadow, database), _profile(tmp_path, HEAD))
    for step in plan.steps:
        for statement in step.sql:
            database.execute(statement)


def _profile(root: Path, text: str) -> Profile:
    (root / "profiles").mkdir()
    (root / "profiles" / "x.yaml").write_text(text)
    return load_profile("x", load_settings(root))


def _snapshot(root: Path, text: str) -> None:
    (root / "schema").mkdir()
    (root / "schema" / "a.sql").write_text(text)

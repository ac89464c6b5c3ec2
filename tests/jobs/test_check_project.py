"""What `check` and `plan` tell of a snapshot beyond that it loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from difftool.errors import SnapshotError
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.jobs.check_project import check_project
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.pg.shadow import Scratch, Shadow
from tests.files.project import GOOD, project

OUTSIDE = "create function f() returns bigint language sql as $$ select count(*) from billing.orders $$;\n"
WRONG = "create function f() returns int language sql as $$\n selct 1 $$;\n"
NOT_CHECKED = "body of function f() not checked: names billing.orders"


@pytest.fixture
def live(shadow: Shadow) -> Iterator[Scratch]:
    made = shadow.create()
    yield made
    shadow.drop(made)


def _work(shadow: Shadow, root: Path, live: Scratch, snapshot: str) -> Work:
    project(root, {"profiles/x.yaml": GOOD, "schema/a.sql": snapshot})
    return Work(load_settings(root), Address(live.dsn, "the test"), shadow)


def test_a_body_that_names_what_is_elsewhere_is_told(shadow: Shadow, tmp_path: Path, live: Scratch) -> None:
    """The profile is in order and has its plan; both say what could not be looked at."""
    work = _work(shadow, tmp_path, live, OUTSIDE)
    checked = check_project(work, ("x",))
    assert checked[0].startswith("x: 0 tables, 1 objects in all")
    assert checked[1:] == (f"x: {NOT_CHECKED}",)
    assert NOT_CHECKED in make_plan(work, load_profile("x", work.settings)).information


def test_a_body_that_is_wrong_stops_both(shadow: Shadow, tmp_path: Path, live: Scratch) -> None:
    """The file and the line within the body are named, before anything is planned."""
    work = _work(shadow, tmp_path, live, WRONG)
    with pytest.raises(SnapshotError, match=r'schema/a.sql:2: body of function f\(\): syntax error at or near "selct"'):
        check_project(work, ("x",))
    with pytest.raises(SnapshotError, match=r"schema/a.sql:2: body"):
        make_plan(work, load_profile("x", work.settings))


def test_a_schema_of_the_search_path_that_is_not_there_is_told(shadow: Shadow, tmp_path: Path, live: Scratch) -> None:
    """PostgreSQL would pass over it without a word; one that the snapshot makes is fine."""
    text = "search_path: nope, other, public\nmanages: [other.*, schema:other]\nsnapshot: [schema/a.sql]\n"
    work = _work(shadow, tmp_path, live, "create schema other; create table other.t ();\n")
    project(tmp_path, {"profiles/x.yaml": text, "schema/a.sql": "create schema other; create table other.t ();\n"})
    _, told = check_project(work, ("x",))
    assert told == "x: search_path: there is no schema nope, neither in the snapshot nor among the externals"


def test_the_timeout_bounds_the_snapshot(shadow: Shadow, tmp_path: Path, live: Scratch) -> None:
    """A statement of the snapshot has as long as --timeout says."""
    slow = "create view v as select 1;\nselect pg_catalog.pg_sleep(60);\n"
    work = replace(_work(shadow, tmp_path, live, slow), timeout=0.2)
    with pytest.raises(SnapshotError, match=r"schema/a\.sql:2: this ran for more than 0\.2 s"):
        check_project(work, ("x",))


ENUM = "create table t (m public.mood default 'good');\n"


def test_an_enum_of_others_needs_its_labels(shadow: Shadow, tmp_path: Path, live: Scratch) -> None:
    """Without them a snapshot that uses one is refused with the key that is missing; with them it loads."""
    work = _work(shadow, tmp_path, live, ENUM)
    project(tmp_path, {"profiles/x.yaml": f"{GOOD}externals:\n  type public.mood: {{}}\n", "schema/a.sql": ENUM})
    missing = (
        r"schema/a\.sql:1: .*profiles/x\.yaml:4:3 declares public\.mood without its labels.*add `labels: \[\.\.\.\]`"
    )
    with pytest.raises(SnapshotError, match=missing):
        check_project(work, ("x",))
    text = f"{GOOD}externals:\n  type public.mood: {{labels: [good, bad]}}\n"
    project(tmp_path, {"profiles/x.yaml": text, "schema/a.sql": ENUM})
    assert check_project(work, ("x",))[0].startswith("x: 1 table")

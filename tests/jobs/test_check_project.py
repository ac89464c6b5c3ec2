"""What `check` and `plan` tell of a snapshot beyond that it loads."""

from __future__ import annotations

from collections.abc import Iterator
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

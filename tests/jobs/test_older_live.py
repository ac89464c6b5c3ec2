"""A live database of PostgreSQL 15, a proof on 18: nothing is planned that 15 cannot read, and all else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import NoProvenPlan
from difftool.files.profiles import load_profile
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.profile import Profile, Settings
from difftool.pg.binaries import discover
from difftool.pg.shadow import Shadow, open_shadow
from difftool.sql.split import split

PROFILE = """
snapshot: [target.sql]
manages: [public.*]
policy: {shadow: any}
data: [{rename: whole.a, to: b}]
"""
NEWER = {
    "a uuid default uuidv7()": "function uuidv7 needs PostgreSQL 18",
    "a int, b int generated always as (a) virtual": "its syntax needs PostgreSQL 18",
    "a int check (a > 0) not enforced": "its syntax needs PostgreSQL 18",
    "a int4range, at daterange, primary key (a, at without overlaps)": "its syntax needs PostgreSQL 18",
    "a int, constraint n not null a no inherit": "its syntax needs PostgreSQL 18",
    "a jsonb check (json_exists(a, '$.b'))": "an SQL/JSON function needs PostgreSQL 17",
    "a int); grant maintain on public.t to anna; create table public.u (": "MAINTAIN needs PostgreSQL 17",
}
NAMED = "create table whole ({} integer constraint {} not null, at date not null) partition by range (at);"
PARTITION = "create table public.part partition of whole for values from ('2026-01-01') to ('2027-01-01');"


@pytest.fixture(scope="module")
def fifteen() -> Iterator[Shadow]:
    found = discover(15)
    if found.major != 15:
        pytest.skip("PostgreSQL 15 is not installed")
    with open_shadow(str(found.folder)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _newer(shadow: Shadow) -> None:
    if shadow.major != 18:
        pytest.skip("what is new in 18 is tried on 18")


@pytest.mark.parametrize(("columns", "why"), NEWER.items(), ids=range(len(NEWER)))
def test_what_live_cannot_read(fifteen: Shadow, shadow: Shadow, tmp_path: Path, columns: str, why: str) -> None:
    """One line names the statement and the version that it needs; nothing is planned."""
    (tmp_path / "target.sql").write_text(f"create table public.t ({columns})")
    scratch = fifteen.create()
    work = Work(Settings(str(tmp_path), str(tmp_path)), shadow=shadow)
    with pytest.raises(NoProvenPlan, match=f"{why}, and live is 15") as caught:
        diff_sources(work, make_dsn(scratch.dsn), str(tmp_path / "target.sql"), ())
    assert "\n" not in caught.value.message


def test_a_plan_for_an_older_server(fifteen: Shadow, shadow: Shadow, tmp_path: Path) -> None:
    """Names of NOT NULL, which 15 does not keep, stand in nobody's way: not partitions', not a renamed column's."""
    live, target = (NAMED.format(*names) + PARTITION for names in (("a", "odd"), ("b", "named")))
    work, profile = _project(tmp_path, fifteen, shadow, live, target)
    plan = make_plan(work, profile)
    assert [step.sql for step in plan.steps] == [("ALTER TABLE public.whole RENAME COLUMN a TO b",)]
    receipt = apply_plan(work, plan, approve=plan.digest, ask=None, progress=lambda _: None)
    assert receipt.verdict == "equal to x"
    assert make_plan(work, profile).empty


@pytest.mark.slow
def test_a_plan_is_refused_too(fifteen: Shadow, shadow: Shadow, tmp_path: Path) -> None:
    """A profile's plan is held to the same."""
    target = NAMED.format("b", "named") + "create table t (a integer, b integer generated always as (a) virtual)"
    work, profile = _project(tmp_path, fifteen, shadow, NAMED.format("a", "odd"), target)
    with pytest.raises(NoProvenPlan, match="its syntax needs PostgreSQL 18, and live is 15"):
        make_plan(work, profile)


def _project(root: Path, fifteen: Shadow, shadow: Shadow, live: str, target: str) -> tuple[Work, Profile]:
    scratch = fifteen.create()
    with scratch.open() as session:
        for piece in split(live):
            session.execute(piece.text)
    (root / "profiles").mkdir()
    (root / "profiles" / "x.yaml").write_text(PROFILE)
    (root / "target.sql").write_text(target)
    settings = Settings(str(root), str(root / "profiles"))
    return Work(settings, Address(make_dsn(scratch.dsn), "the test"), shadow), load_profile("x", settings)

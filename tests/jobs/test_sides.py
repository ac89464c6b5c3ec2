"""No more is cloned than what differs, and what has to come along; the target is built once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from difftool.diff.closure import closure
from difftool.diff.compare import compare
from difftool.errors import NoProvenPlan
from difftool.files.profiles import load_profile
from difftool.jobs import current, goal, known_target, sides
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Profile, Settings
from difftool.pg import clone, excerpt
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Scratch, Shadow

MANY = "".join(f"create table t{n} (id int primary key, a int references t{n // 2});" for n in range(1, 40))
LIVE = f"""
create table t0 (id int primary key); {MANY}
create function of_7() returns bigint language sql as 'select count(*) from t7';
create view seen as select id, a from t30; create view all_seen as select * from seen;
create index on t30 (a); alter table t31 enable row level security; create policy p on t31 using (of_7() > 0)
"""
TARGET = LIVE.replace("create table t30 (id int primary key, a int", "create table t30 (id int primary key, a bigint")


@dataclass(frozen=True, slots=True)
class Site:
    work: Work
    profile: Profile
    live: Scratch


@pytest.fixture
def site(shadow: Shadow, tmp_path: Path) -> Iterator[Site]:
    if not shadow.own:
        pytest.skip("the server is not ours")
    (tmp_path / "p.yaml").write_text("snapshot: [target.sql]\nmanages: [public.*]\npolicy: {shadow: any}\n")
    (tmp_path / "target.sql").write_text(TARGET.replace("a bigint references t15", "a bigint"))
    settings = Settings(str(tmp_path), str(tmp_path))
    live = shadow.create()
    with live.open() as session:
        session.execute(LIVE)
    yield Site(Work(settings, Address(live.dsn, "the test"), shadow), load_profile("p", settings), live)
    shadow.drop(live)


def planned(site: Site) -> Plan:
    return make_plan(site.work, site.profile)


def not_as_foreseen(*_: object) -> None:
    raise NoProvenPlan("all of it is taken")


def test_only_what_differs_comes_along(site: Site) -> None:
    """A column's table is taken whole, its views too, and of the table that it refers to the body and the key."""
    with site.live.open() as session:
        before = read_catalog(session)
        session.execute("drop view all_seen, seen; alter table t30 alter a type bigint")
        after = read_catalog(session)
    found = closure(before, after, [change.ident for change in compare(before, after)])
    tables = {ident.name for ident in found if ident.kind == "table"}
    assert {ident.name for ident in found if ident.kind == "view"} == {"seen", "all_seen"}
    assert tables == {"t30", "t15"}
    assert not [i for i in found if i.kind == "constraint" and i.name == "t15" and i.part == "t15_a_fkey"]


def test_the_body_of_a_function_is_looked_into(site: Site) -> None:
    """A policy's function comes with the tables that its body names: sample rows may call it."""
    with site.live.open() as session:
        before = read_catalog(session)
        session.execute("alter table t31 add b int")
        after = read_catalog(session)
    found = closure(before, after, [change.ident for change in compare(before, after)])
    assert {ident.name for ident in found if ident.kind == "table"} == {"t31", "t15", "t7"}


@pytest.mark.slow
def test_an_excerpt_gives_the_plan_of_the_whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same steps, proof and fingerprints, the one after each step included, as when all is cloned."""
    monkeypatch.setattr(sides, "_excerpts", not_as_foreseen)
    whole = planned(site)
    monkeypatch.undo()
    monkeypatch.setattr(sides, "_wholes", None)
    excerpt = planned(site)
    assert len(whole.steps) > 0
    assert excerpt == replace(whole, digest=excerpt.digest, definitions=excerpt.definitions)


def test_where_an_excerpt_is_not_enough_all_is_taken(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was foreseen wrongly costs time, never a plan."""
    monkeypatch.setattr(sides, "closure", lambda *_: frozenset[object]())
    assert planned(site).proof.forward == "equal"


def test_what_a_copy_was_made_from_is_not_dumped_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a known target, and of functions and schemas that are as there, no dump is made, nor a database."""
    first = planned(site)
    for place, name in ((goal, "dump"), (clone, "dump_without_relations"), (sides, "replay_excerpt")):
        monkeypatch.setattr(place, name, lambda *_: pytest.fail("asked for again"))
    assert planned(site) == first


def test_what_a_copy_was_made_from_is_only_believed_where_it_is_equal(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pg_dump sees something else than what was foretold, it is asked of the database itself."""
    first = planned(site)
    moved = excerpt.readdressed
    monkeypatch.setattr(current, "readdressed", lambda told, *rest: moved(told[1:], *rest))
    assert planned(site) == first


@pytest.mark.slow
def test_a_target_is_built_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run with the same snapshot loads nothing, and plans the same."""
    first = planned(site)
    monkeypatch.setattr(known_target, "build_target", None)
    assert planned(site) == first


@pytest.mark.slow
def test_a_target_that_is_recalled_can_be_cloned_whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is loaded again then, and its objects are told apart by what they are there."""
    monkeypatch.setattr(sides, "_excerpts", not_as_foreseen)
    first = planned(site)
    assert planned(site) == first


def test_a_target_for_an_older_live_is_another(site: Site, shadow: Shadow, monkeypatch: pytest.MonkeyPatch) -> None:
    """On behalf of a live database before 18 the shadow reads no names of NOT NULL: that reading is not for others."""
    planned(site)
    monkeypatch.setattr(known_target, "build_target", lambda *_: pytest.fail("built"))
    with site.live.open() as session, pytest.raises(pytest.fail.Exception, match="built"):
        known_target.known_target(replace(shadow, plain_not_null=True), site.profile, session)


@pytest.mark.slow
def test_another_snapshot_is_another_target(site: Site) -> None:
    """A target is never mistaken for that of an earlier snapshot."""
    first = planned(site)
    place = Path(site.work.settings.root) / "target.sql"
    place.write_text(place.read_text() + ";create table fresh (id int)")
    later = make_plan(site.work, load_profile("p", site.work.settings))
    assert set(later.changes) - set(first.changes) == {"+ table fresh"}

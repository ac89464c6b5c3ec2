"""A second look is taken only where something was changed since the first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import NotCompared
from difftool.files.imprints import FILE
from difftool.files.profiles import load_profile
from difftool.jobs import compare_live
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.check_drift import check_drift
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.drift import Drift
from difftool.model.plan import Phase
from difftool.model.profile import Settings
from difftool.pg.shadow import Scratch, Shadow

TARGET = "create table t (id int primary key, name text); create table gone (id int)"
ALLOWED = "any, hazards: {DATA-LOSS: allow, IRREVERSIBLE: allow}}"
PROFILE = "snapshot: [target.sql]\nmanages: [public.*]\npolicy: {shadow: any}\n"


@dataclass(frozen=True, slots=True)
class Site:
    """A database at its target, that was found clean once."""

    work: Work
    live: Scratch
    project: Path

    def run(self, sql: str) -> None:
        with self.live.open() as session:
            session.execute(sql)

    def check(self, **changes: object) -> Drift:
        return check_drift(replace(self.work, **changes), load_profile("p", self.work.settings))  # type: ignore[arg-type]  # fields of Work

    @property
    def imprints(self) -> Path:
        return Path(self.work.settings.state, FILE)


@pytest.fixture
def site(shadow: Shadow, tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "p.yaml").write_text(PROFILE)
    (tmp_path / "target.sql").write_text(TARGET)
    settings = Settings(str(tmp_path), str(tmp_path), state=str(tmp_path / "state"))
    live = shadow.create()
    found = Site(Work(settings, Address(live.dsn, "the test"), shadow), live, tmp_path)
    found.run(TARGET)
    assert found.check().clean
    assert found.check().clean  # the first may have made a role in the shadow, which is live's server here
    yield found
    shadow.drop(live)


@pytest.fixture
def no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_live, "compared", _compared_again)


def _compared_again(*_: object) -> Drift:
    raise AssertionError("it was compared again")


def test_nobody_has_touched_it(site: Site, no_second_look: None) -> None:
    """Clean again, with all that was said the first time, though rows have come and were counted."""
    site.run("insert into t select n from generate_series(1, 100) n; analyze")
    said = site.check()
    assert said.clean
    assert said.fingerprint
    assert said.not_compared == ("owner (the snapshot states none)", "privileges (the snapshot states none)",
                                 "comments (the snapshot states none)")  # fmt: skip


def test_somebody_has(site: Site) -> None:
    """What was done since is drift; put back by hand, it is clean again."""
    site.run("alter table t drop column name")
    assert [str(change.ident) for change in site.check().changes] == ["column public.t.name"]
    site.run("alter table t add column name text")
    assert site.check().clean


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [("target.sql", "name text", "name int"), ("p.yaml", "manages", "ignore: [comments]\nmanages")],
)
def test_the_profile_says_something_else(site: Site, no_second_look: None, file: str, before: str, after: str) -> None:
    """Another target, or other rules of comparing, are another question."""
    text = (site.project / file).read_text()
    (site.project / file).write_text(text.replace(before, after))
    with pytest.raises(AssertionError, match="compared again"):
        site.check()


def test_another_database_of_that_name(site: Site, shadow: Shadow) -> None:
    """Dropped and made anew, it is looked at."""
    shadow.drop(site.live)
    shadow.execute(f"create database {site.live.name} template template0")
    assert not site.check().clean


@pytest.mark.parametrize("text", ["", "{", "[]", '{"difftool": 1, "clean": {"x": 1}}', '{"difftool": 2}', None])
def test_what_is_remembered_is_lost_or_damaged(site: Site, monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    """Then it is looked at, and remembered anew."""
    site.imprints.unlink() if text is None else site.imprints.write_text(text)
    with monkeypatch.context() as patched:
        patched.setattr(compare_live, "compared", _compared_again)
        with pytest.raises(AssertionError, match="compared again"):
            site.check()
    assert site.check().clean
    monkeypatch.setattr(compare_live, "compared", _compared_again)
    assert site.check().clean


@pytest.mark.parametrize("age", [timedelta(days=8), timedelta(days=-1)])
def test_what_is_old_is_looked_at(site: Site, no_second_look: None, age: timedelta) -> None:
    """After a week, or where the clock was wrong."""
    written = json.loads(site.imprints.read_text())
    for one in written["clean"].values():
        one["at"] = (datetime.now(UTC) - age).isoformat()
    site.imprints.write_text(json.dumps(written))
    with pytest.raises(AssertionError, match="compared again"):
        site.check()


def test_drift_is_not_remembered(site: Site) -> None:
    """Each check of a database that has drifted says so."""
    site.run("drop table gone")
    assert (site.check().clean, site.check().clean) == (False, False)


def test_strict_looks_for_itself(site: Site) -> None:
    """What was clean with something left out is no answer where nothing may be left out."""
    site.run("create table v (id int primary key, t int references t); alter table v disable trigger all")
    (site.project / "target.sql").write_text(f"{TARGET}; create table v (id int primary key, t int references t)")
    site.check()
    with pytest.raises(NotCompared):
        site.check(strict=True)


def test_a_state_that_cannot_be_written(site: Site) -> None:
    """It costs a second look, and no error."""
    site.imprints.unlink()
    site.imprints.parent.rmdir()
    site.imprints.parent.write_text("a file")
    assert (site.check().clean, site.check().clean) == (True, True)


def test_a_plan_that_waits_is_told(site: Site) -> None:
    """A plan that stops halfway is told of each time, whatever was remembered before."""
    (site.project / "target.sql").write_text("create table t (id int primary key, name text, more int)")
    (site.project / "p.yaml").write_text(f"{PROFILE[:-1]}\ndrop: [public.gone]\n".replace("any}", ALLOWED))
    plan = make_plan(site.work, load_profile("p", site.work.settings))
    apply_plan(site.work, plan, approve=plan.digest, ask=None, allow=("DATA-LOSS", "IRREVERSIBLE"),
               until=Phase.EXPAND, progress=lambda _: None)  # fmt: skip
    assert "waits at contract" in site.check().parked
    assert "waits at contract" in site.check().parked


def test_who_may_not_read_a_catalog_looks_for_itself(site: Site) -> None:
    """Where somebody has revoked what everybody may read, nothing is remembered, and the check goes on without."""
    site.run("revoke select on pg_catalog.pg_stat_bgwriter from public; create role blind login")
    try:
        blind = replace(site.work, address=Address(make_dsn(site.live.dsn, user="blind"), "the test"))
        site.run(f"grant connect on database {site.live.name} to blind")
        profile = load_profile("p", site.work.settings)
        assert check_drift(blind, profile).clean
    finally:
        site.run(f"revoke connect on database {site.live.name} from blind; drop role blind")


def test_others_have_changed_what_is_theirs(site: Site, no_second_look: None) -> None:
    """What is out of scope does not matter: catalogs that say the same of what is in it are clean."""
    site.run("create schema others; create table others.t (id int); create temporary table passing (id int)")
    assert site.check().clean
    site.run("comment on table t is 'for a moment'; comment on table t is null")
    assert site.check().clean


def test_an_external_that_has_changed_is_told(site: Site) -> None:
    """Though nothing in scope says anything else."""
    site.run("create schema auth; create table auth.people (id int primary key)")
    text = (site.project / "p.yaml").read_text()
    (site.project / "p.yaml").write_text(f"{text}\nexternals: {{auth.people: {{columns: {{id: int}}, key: [id]}}}}\n")
    assert site.check().clean
    assert site.check().clean
    site.run("alter table auth.people alter id type bigint")
    assert not site.check().clean


def test_what_differed_while_it_was_compared_is_not_remembered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that was clean for just that moment says nothing of the one before."""
    site.run("alter table t add column more int")

    def meanwhile(*given: Any) -> Drift:
        site.run("alter table t drop column more")
        told = compared(*given)
        site.run("alter table t add column more int")
        return told

    compared = compare_live.compared
    with monkeypatch.context() as patched:
        patched.setattr(compare_live, "compared", meanwhile)
        assert site.check().clean
    assert not site.check().clean

"""What the policy says of hazards, through real plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import PolicyRefused
from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Hazard, Plan
from difftool.model.profile import Policy, PolicyException, Settings
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.hazards import ended

LIVE = "create table letters (id integer primary key, note text); insert into letters values (1, 'urgent')"
PAST, FUTURE = "2020-01-01", "2999-12-31"


class Project:
    """A profile over one snapshot, and the live database of the test."""

    def __init__(self, folder: Path, live: Session, shadow: Shadow) -> None:
        self.folder, self.settings = folder, Settings(str(folder), str(folder / "profiles"))
        address = make_dsn(shadow.dsn, dbname=live.value("select current_database()"))
        self.work = Work(self.settings, Address(address, "the test"), shadow)
        (folder / "profiles").mkdir()
        self.target("create table letters (id integer primary key);")

    def target(self, sql: str) -> None:
        (self.folder / "target.sql").write_text(sql)

    def plan(self, policy: str = "", name: str = "p") -> Plan:
        text = f"snapshot: [target.sql]\nmanages: [public.*]\n{policy}"
        (self.folder / "profiles" / f"{name}.yaml").write_text(text)
        return make_plan(self.work, load_profile(name, self.settings))


@pytest.fixture
def project(database: Session, shadow: Shadow, tmp_path: Path) -> Project:
    database.execute(LIVE)
    return Project(tmp_path, database, shadow)


def of(plan: Plan, code: str) -> Hazard:
    (found,) = (hazard for hazard in plan.hazards if hazard.code == code)
    return found


def test_the_lines_of_a_refusal_let_it_pass(project: Project) -> None:
    """Data loss is refused unless somebody says otherwise; the exception that the refusal shows, copied, is enough."""
    with pytest.raises(PolicyRefused) as refused:
        project.plan()
    lines = refused.value.details
    start, end = lines.index("    policy:"), lines.index("  or everywhere, for good:")
    copied = "\n".join(line[4:] for line in lines[start:end])
    found = of(project.plan(copied), "DATA-LOSS")
    assert found.verdict == "allow"
    assert "(excepted until " in found.effect


def test_an_exception_that_ended_is_told(project: Project) -> None:
    """It does not hold any more: the verdict is the policy's again, and the plan says that and when it ended."""
    exception = f"{{hazard: DATA-LOSS, object: public.letters.note, reason: moved, until: {PAST}}}"
    plan = project.plan(f"policy: {{hazards: {{DATA-LOSS: confirm}}, exceptions: [{exception}]}}\n")
    assert of(plan, "DATA-LOSS").verdict == "confirm"
    told = f"the policy's exception for DATA-LOSS of public.letters.note ended on {PAST}"
    assert told in plan.information


def test_only_what_has_ended_is_told() -> None:
    """The last day is part of an exception."""
    exceptions = tuple(PolicyException("DATA-LOSS", name, "why", until) for name, until in (("a", PAST), ("b", FUTURE)))
    assert len(list(ended(Policy(exceptions=exceptions), FUTURE))) == 1


def test_an_exception_is_for_its_object_alone(project: Project, database: Session) -> None:
    """What is excepted for one table is refused for another."""
    database.execute("create table cards (id integer primary key, note text); insert into cards values (1, 'x')")
    project.target("create table letters (id integer primary key); create table cards (id integer primary key);")
    exception = f"{{hazard: DATA-LOSS, object: column public.cards.note, reason: moved, until: {FUTURE}}}"
    with pytest.raises(PolicyRefused) as refused:
        project.plan(f"policy: {{exceptions: [{exception}]}}\n")
    told = "\n".join(refused.value.details)
    assert "letters.note" in told
    assert "cards.note" not in told


@pytest.mark.slow
def test_how_busy_a_table_is_is_no_part_of_the_digest(project: Project, database: Session) -> None:
    """Rows and writes are told beside the hazard, and may have changed when the same plan is made again."""
    database.execute("insert into letters select n, 'x' from generate_series(2, 7) n; analyze letters")
    project.target("create table letters (id bigint primary key, note text);")
    policy = "policy: {small_table: 0, online: never, max_lock: 1ms}\n"
    first = project.plan(policy)
    assert "about 7 rows" in of(first, "TABLE-REWRITE").observed
    database.execute("insert into letters select n, 'x' from generate_series(8, 400) n; analyze letters")
    second = project.plan(policy)
    assert of(second, "LONG-LOCK").observed.startswith("about 2 ms by estimate; about 400 rows")
    assert replace(of(first, "TABLE-REWRITE"), observed="") == replace(of(second, "TABLE-REWRITE"), observed="")


@pytest.mark.slow
def test_default_privileges_open_a_new_table(project: Project, shadow: Shadow, database: Session) -> None:
    """A table that the snapshot says no grants of gets those of the database: an API role would read all of it."""
    shadow.create_roles([Role("anon")])
    database.execute("alter default privileges in schema public grant select on tables to anon")
    letters = "create table letters (id integer primary key, note text);"
    project.target(f"{letters} create table cards (id integer primary key);")
    assert of(project.plan(), "OPEN-TABLE").object == "table public.cards"
    project.target(
        f"{letters} create table cards (id integer primary key); alter table cards enable row level security;"
    )
    assert project.plan().hazards == ()

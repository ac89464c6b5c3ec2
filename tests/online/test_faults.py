"""What goes wrong while a large table is changed online: it stops where nothing is half done, and goes on later."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import DifftoolError, PrivilegeMissing
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import Settings
from difftool.model.receipt import StepReceipt
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.golden import dangers
from tests.online.changing import dsn_of, planned, rows, wanted
from tests.pg.own_server import OwnServer, own_server

LIVE = "create table t (n int primary key, a int not null, b text);"
ROWS = "insert into t select g, g, 'a row of some length, ' || g from generate_series(1, 20000) g; analyze t;"
WIDER = LIVE.replace("a int", "a bigint")


def work(shadow: Shadow, dsn: str) -> Work:
    return Work(Settings("/", "/profiles"), Address(dsn, "the test"), shadow, timeout=30)


def apply(on: Work, plan: Plan, **options: object) -> None:
    given: dict[str, object] = {"approve": plan.digest, "ask": None, "allow": dangers(plan), "progress": lambda _: None}
    apply_plan(on, plan, **(given | options))  # type: ignore[arg-type]  # the options are apply_plan's own


@contextmanager
def small_disk(server: OwnServer) -> Iterator[Path]:
    """A file system of 60 MB, in the server's folder, which is where it may write."""
    folder = server.cluster.folder / "small"
    folder.mkdir()
    settings = f"size=60m,mode=700,uid={server.cluster.data.stat().st_uid}"
    mount = ["mount", "-t", "tmpfs", "-o", settings, "difftool", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        server.stop()
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_a_full_disk_stops_the_plan_where_it_can_go_on(shadow: Shadow) -> None:
    """The fill does not fit: what had begun is rolled back, rows are as they were, and with room again it arrives."""
    with own_server("autovacuum = off") as server, small_disk(server) as folder:
        with Session.open(server.dsn) as admin:
            admin.execute(f"create tablespace small location '{folder}'")
            admin.execute("create database live tablespace small")
        dsn = make_dsn(server.dsn, dbname="live")
        with Session.open(dsn) as live:
            live.execute(LIVE + ROWS)
            had, on = rows(live, "t"), work(shadow, dsn)
            plan = make_plan(on, wanted(WIDER))
            ballast = folder / "ballast"
            ballast.write_bytes(bytes(shutil.disk_usage(folder).free - 2**20))
            with pytest.raises(DifftoolError) as stopped:
                apply(on, plan)
            assert "No space left on device" in str(stopped.value)
            ballast.unlink()
            assert [{name: row[name] for name in "nab"} for row in rows(live, "t")] == had
            apply(on, plan, resume=True)
            assert rows(live, "t") == had


@pytest.mark.slow
def test_a_right_that_is_lost_midway_stops_the_plan(shadow: Shadow, database: Session) -> None:
    """The step that needs it is refused and says so; given back, the plan goes on from there."""
    shadow.create_roles([Role("keeper"), Role("mover")])
    database.execute(LIVE + ROWS)
    name = database.value("select current_database()")
    for right in (
        "alter table t owner to keeper",
        "alter role mover login",
        "grant keeper to mover",
        f"grant connect, create on database {name} to keeper, mover",
        "grant all on schema public to keeper",
    ):
        database.execute(right)
    on = work(shadow, make_dsn(dsn_of(shadow, database), user="mover"))
    plan = make_plan(on, wanted(WIDER, compare=frozenset()))
    assert not [step for step in plan.steps if step.rewrites]
    database.execute("alter role mover login")  # planning has made it a stand-in, for both are on one server

    def revoke(done: StepReceipt) -> None:
        if done.phase == "fill":
            database.execute("revoke keeper from mover")

    with pytest.raises(PrivilegeMissing) as stopped:
        apply(on, plan, progress=revoke)
    assert f"3 of {len(plan.steps)} steps have run" in str(stopped.value.details)
    assert database.value("select count(*) from pg_trigger where not tgisinternal") == 1
    database.execute("grant keeper to mover")
    apply(on, plan, resume=True)
    assert database.value("select pg_typeof(a)::text from t limit 1") == "bigint"


@pytest.mark.slow
def test_triggers_and_policies_of_a_table_that_is_filled(shadow: Shadow, database: Session) -> None:
    """A trigger that the fill would not fire stays quiet, and rows that policies hide are filled all the same."""
    rest = """
    create function stamp() returns trigger language plpgsql as 'begin new.b := ''stamped''; return new; end';
    create trigger stamp before update of b on t for each row execute function stamp();
    alter table t enable row level security;
    create policy nobody on t using (n < 0);
    """
    database.execute(LIVE + rest)
    database.execute(ROWS)
    had = rows(database, "t")
    plan = planned(shadow, database, wanted(WIDER + rest))
    assert not [step for step in plan.steps if step.rewrites]
    apply(work(shadow, dsn_of(shadow, database)), plan)
    assert rows(database, "t") == had


def test_a_table_whose_owner_is_not_let_through_is_changed_in_place(shadow: Shadow, database: Session) -> None:
    """Policies forced upon the owner would hide rows from the fill: PostgreSQL refuses it, in the rehearsal already."""
    rest = "alter table t enable row level security; alter table t force row level security;"
    shadow.create_roles([Role("keeper")])
    database.execute(LIVE + ROWS + rest)
    database.execute("alter table t owner to keeper")
    database.execute("alter role keeper login")
    database.execute(f"grant connect, create on database {database.value('select current_database()')} to keeper")
    on = work(shadow, make_dsn(dsn_of(shadow, database), user="keeper"))
    plan = make_plan(on, replace(wanted(WIDER + rest), compare=frozenset()))
    assert [step.rewrites for step in plan.steps] == [("public.t",)]
    assert any("did not hold in the rehearsal" in note for note in plan.proof.notes)

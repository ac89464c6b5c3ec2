"""`difftool show OBJECT`: what it is here, what it should be, and what hangs on it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from difftool.errors import UsageError
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.jobs.show_object import show_object
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.described import Described, Standing
from difftool.pg.shadow import Scratch, Shadow
from difftool.report.described import described_json, described_text
from tests.files.project import project

PROFILE = """\
snapshot: [schema/a.sql]
manages: [public.j*]
externals:
  public.users: {columns: {id: integer}, key: [id], needs: [references]}
"""
SNAPSHOT = """
create table jobs (id int primary key, user_id int references users);
create table jots (id int primary key);
"""
LIVE = """
create table users (id int primary key);
create table jobs (id int primary key, user_id int, note text);
create table jokes (id int primary key);
create table billing (job int references jobs);
create view busy as select id from jobs;
"""


@pytest.fixture(scope="module")
def live(shadow: Shadow) -> Iterator[Scratch]:
    made = shadow.create()
    with made.open() as session:
        session.execute(LIVE)
    yield made
    shadow.drop(made)


@pytest.fixture(scope="module")
def work(shadow: Shadow, live: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Work:
    root = tmp_path_factory.mktemp("project")
    project(root, {"profiles/x.yaml": PROFILE, "schema/a.sql": SNAPSHOT})
    return Work(load_settings(root), Address(live.dsn, "the test"), shadow)


def shown(work: Work, name: str) -> Described:
    return show_object(work, name, load_profile("x", work.settings))


TEXT = """\
table public.jobs
  in DATABASE, managed by x; a plan would change it:

  - column jobs.note
  + foreign key jobs_user_id_fkey (user_id) -> users(id)

    table public.jobs
      column id integer not null
      column user_id integer
  -   column note text
      constraint jobs_pkey PRIMARY KEY (id)
  +   constraint jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id)

  depends   constraint public.billing.billing_job_fkey
            view public.busy
"""


def test_what_is_managed(work: Work, live: Scratch) -> None:
    """Live and target at once, the differences in words, and what depends on it from outside."""
    found = shown(work, "jobs")
    assert described_text(found) == TEXT.replace("DATABASE", live.name)
    assert json.loads(described_json(found))["standing"] == "managed"


def test_what_is_not_there_yet(work: Work) -> None:
    """What only the target has is shown as that, also by the name of a part."""
    assert shown(work, "jots").live == ()
    key = shown(work, "jobs_user_id_fkey")
    assert key.object == "constraint public.jobs.jobs_user_id_fkey"
    assert key.changes == ("- column jobs.note", "+ foreign key jobs_user_id_fkey (user_id) -> users(id)")


def test_what_the_profile_has_to_do_with_it(work: Work) -> None:
    """Unclaimed, an external, out of scope: each is said, and nothing of it differs."""
    standings = {name: shown(work, name).standing for name in ("jokes", "users", "busy")}
    assert standings == {"jokes": Standing.UNCLAIMED, "users": Standing.EXTERNAL, "busy": Standing.OUTSIDE}
    assert not shown(work, "users").diff


def test_without_a_profile(work: Work) -> None:
    """It is shown as it is here."""
    found = show_object(work, "view busy", None)
    column = "id" if found.live[1].endswith(" id") else "jobs.id"  # as until PostgreSQL 15
    assert found.live == ("CREATE VIEW public.busy AS", f" SELECT {column}", "   FROM public.jobs;")
    assert found.standing is Standing.UNASKED
    assert described_text(found).splitlines()[-1] == "  depends   nothing depends on it"


def test_what_is_nowhere(work: Work) -> None:
    """A name that nothing has is answered with the nearest that there is."""
    with pytest.raises(UsageError, match='no object joobs; did you mean "jobs"'):
        show_object(work, "joobs", None)


def test_a_column_without_its_table(work: Work) -> None:
    """How it has to be named is said."""
    with pytest.raises(UsageError, match="a column goes with its table"):
        show_object(work, "note", None)

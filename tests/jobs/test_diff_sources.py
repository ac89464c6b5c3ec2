"""What `diff` does that a plan does not: tables are made anew, and their rows moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.diff.compare import compare
from difftool.errors import NoProvenPlan, NotCompared
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.work import Work
from difftool.model.drift import Difference
from difftool.model.profile import Settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.split import split

ORDINARY = """
create table public.events (id serial, at date not null, note text, constraint events_pkey primary key (id, at));
create index events_note on public.events (note);
create view public.notes as select note from public.events;
grant select on public.events to public;
comment on table public.events is 'what happened'
"""
PARTITIONED = """
create table public.events (id serial, at date not null, note text, constraint events_pkey primary key (id, at))
    partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
create index events_note on public.events (note);
create view public.notes as select note from public.events;
grant select on public.events to public;
comment on table public.events is 'what happened'
"""
KEY_OF_DATES = "create table public.events (at date, note text) partition by list (at)"
KEY_OF_TIMES = "create table public.events (at timestamp, note text) partition by list (at)"
OWN = "create table public.p (id integer); create table public.events (id integer, at date) inherits (public.p)"
INHERITED = "create table public.p (id integer); create table public.events (at date) inherits (public.p)"
ROWS = "insert into public.events (at) values ('2025-03-01'), ('2026-03-01')"


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        (ORDINARY, PARTITIONED, 2),
        (PARTITIONED, ORDINARY, 2),
        (KEY_OF_DATES, KEY_OF_TIMES, None),
        (OWN, INHERITED, 2),
        (INHERITED, OWN, 2),
    ],
)
def test_a_table_that_cannot_be_altered_is_made_anew(
    shadow: Shadow, tmp_path: Path, before: str, after: str, rows: int | None
) -> None:
    """The script arrives, with every row where a partition or no key holds it."""
    with _database(shadow, before) as start, _database(shadow, after) as end:
        found = _difference(shadow, tmp_path, start, end)
        with start.open() as session, end.open() as wanted:
            if rows:
                session.execute(ROWS)
            _run(session, found.sql)
            assert not compare(read_catalog(session), read_catalog(wanted))
            assert session.value("select count(*) from public.events") == (rows or 0)


@pytest.mark.slow
def test_what_others_granted_is_granted_in_their_name(shadow: Shadow, tmp_path: Path) -> None:
    """A superuser's script speaks for the grantor, there and back; an owner's own grants stay as they are."""
    shadow.create_roles([Role("diff_anna"), Role("diff_bob")])
    bare = "create table public.t (a integer)"
    granted = (
        f"{bare}; grant select on public.t to diff_anna with grant option; set role diff_anna;"
        "grant select on public.t to diff_bob; reset role"
    )
    with _database(shadow, bare) as start, _database(shadow, granted) as end:
        for one, other in ((start, end), (end, start)):
            with one.open() as session, other.open() as wanted:
                target = read_catalog(wanted)
                found = _difference(shadow, tmp_path, one, other)
                session.execute("begin")
                _run(session, found.sql.replace("BEGIN;", "").replace("COMMIT;", ""))
                assert not compare(read_catalog(session), target)
                session.execute("rollback")


def test_an_ordinary_column_becomes_a_computed_one(shadow: Shadow, tmp_path: Path) -> None:
    """It is dropped and added, and the script says at its top that its values are lost."""
    computed = "create table public.t (a integer, b integer generated always as (a * 2) stored)"
    with _database(shadow, "create table public.t (a integer, b integer)") as start, _database(shadow, computed) as end:
        found = _difference(shadow, tmp_path, start, end)
        with start.open() as session:
            session.execute("insert into public.t values (1, 5)")
            _run(session, found.sql)
            assert session.value("select b from public.t") == 2
    assert found.sql.startswith("-- loses data: ~ column t.b")


@pytest.mark.parametrize(
    ("had", "wanted", "lost"),
    [
        ("text", "varchar(5)", True),
        ("varchar(9)", "char(5)", True),
        ("numeric", "numeric(10,1)", True),
        ("numeric", "integer", True),
        ("double precision", "real", True),
        ("timestamptz", "date", True),
        ("timestamptz", "timestamp", True),
        ("timestamp", "timestamp(0)", True),
        ("text", "integer", True),
        ("text[]", "varchar(5)[]", True),
        ("varchar(5)", "text", False),
        ("integer", "bigint", False),
        ("bigint", "integer", False),
        ("numeric(5,2)", "numeric(7,2)", False),
        ("date", "timestamp", False),
    ],
)
def test_a_cast_that_changes_values_is_said(
    shadow: Shadow, tmp_path: Path, *, had: str, wanted: str, lost: bool
) -> None:
    """The script says at its top what an explicit cast cuts or rounds; one that keeps values, or stops, is silent."""
    made = (f"create table public.t (a {kind})" for kind in (had, wanted))
    with _database(shadow, next(made)) as start, _database(shadow, next(made)) as end:
        assert _difference(shadow, tmp_path, start, end).sql.startswith("-- loses data: ~ column t.a: ") is lost


def test_a_cast_to_a_narrower_domain_is_said(shadow: Shadow, tmp_path: Path) -> None:
    """What the domain's type no longer holds is cut in every column of it."""
    before, after = (
        f"create domain public.d as {kind}; create table public.t (a d)" for kind in ("text", "varchar(5)")
    )
    with _database(shadow, before) as start, _database(shadow, after) as end:
        assert _difference(shadow, tmp_path, start, end).sql.startswith("-- loses data: ~ domain d: ")


def test_an_invalid_index_is_seen(shadow: Shadow, tmp_path: Path) -> None:
    """pg_dump leaves it out; it is made again, and a target that has one is refused."""
    index = "create table public.t (a integer); create unique index i on public.t (a)"
    broken = f"{index}; update pg_index set indisvalid = false where indexrelid = 'public.i'::regclass"
    with _database(shadow, broken) as start, _database(shadow, index) as end:
        found = _difference(shadow, tmp_path, start, end)
        with start.open() as session:
            _run(session, found.sql)
            assert session.value("select indisvalid from pg_index where indexrelid = 'public.i'::regclass")
    with _database(shadow, index) as start, _database(shadow, broken) as end, pytest.raises(NoProvenPlan) as refused:
        _difference(shadow, tmp_path, start, end)
    assert "invalid in the target" in str(refused.value.details)


def test_strict_fails_where_something_is_not_compared(shadow: Shadow, tmp_path: Path) -> None:
    """A foreign key whose triggers were switched off is such a gap: on either side it is an error, and named."""
    tables = "create table public.p (id integer primary key); create table public.c (p_id integer references public.p)"
    asleep = f"{tables}; alter table public.c disable trigger all"
    with _database(shadow, tables) as start, _database(shadow, asleep) as end:
        work = Work(Settings(str(tmp_path), str(tmp_path)), shadow=shadow, strict=True)
        with pytest.raises(NotCompared, match=r"constraint public\.c"):
            diff_sources(work, start.dsn, end.dsn, ())


@contextmanager
def _database(shadow: Shadow, sql: str) -> Iterator[Scratch]:
    scratch = shadow.create()
    try:
        with scratch.open() as session:
            _run(session, sql)
        yield scratch
    finally:
        shadow.drop(scratch)


def _run(session: Session, sql: str) -> None:
    for piece in split(sql, "the test"):
        session.execute(piece.text)


def _difference(shadow: Shadow, project: Path, start: Scratch, end: Scratch) -> Difference:
    work = Work(Settings(str(project), str(project / "profiles")), shadow=shadow)
    return diff_sources(work, make_dsn(start.dsn), make_dsn(end.dsn), ())

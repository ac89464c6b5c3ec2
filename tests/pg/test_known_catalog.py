"""What an earlier run has read of live: used only where nothing has changed since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from difftool.model.catalog import Catalog, Ident
from difftool.pg import known_catalog, recall
from difftool.pg.catalog.read import read_catalog
from difftool.pg.connection import Identity, whoami
from difftool.pg.estimates import with_estimates
from difftool.pg.session import Session
from difftool.pg.shadow import LOADER

T = Ident("table", "public", "t")


@pytest.fixture
def readings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Catalog]:
    """What was read anew; every database counts as large."""
    made: list[Catalog] = []

    def counting(session: Session, *, once: bool = False) -> Catalog:
        made.append(read_catalog(session, once=once))
        return made[-1]

    monkeypatch.setattr(recall, "_folder", lambda: tmp_path)
    monkeypatch.setattr(known_catalog, "LARGE", 0)
    monkeypatch.setattr(known_catalog, "read_catalog", counting)
    return made


def _known(session: Session, name: str = "") -> Catalog:
    who = whoami(session)
    identity = Identity(name or who.database, who.system, who.host, who.role, who.version_text)
    return known_catalog.known_catalog(session, identity)


def test_what_nobody_has_changed_is_not_read_again(database: Session, readings: list[Catalog]) -> None:
    """The second reading is the first one, to the last fact, note and dependency."""
    database.execute("create table t (id integer primary key, n text default 'x'); create view v as select id from t")
    first, again = _known(database), _known(database)
    assert len(readings) == 1
    assert again == first


@pytest.mark.parametrize(
    "statement",
    [
        "alter table t add column more text",
        "comment on table t is 'new'",
        "grant select on t to public",
        "drop table t",
    ],
)
def test_what_was_changed_is_read_again(database: Session, readings: list[Catalog], statement: str) -> None:
    """After any change, the catalog is the one that is there."""
    database.execute("create table t (id integer)")
    _known(database)
    database.execute(statement)
    assert _known(database) == read_catalog(database)
    assert len(readings) == 2


def test_each_database_has_its_own(new_database: Callable[[], Session], readings: list[Catalog]) -> None:
    """What is known of one is never said of another, were it of the same name on the same server."""
    one, other = new_database(), new_database()
    one.execute("create table t (id integer)")
    assert T in _known(one, "app").objects
    assert T not in _known(other, "app").objects
    assert len(readings) == 2


def test_estimates_are_always_as_they_are_now(database: Session, readings: list[Catalog]) -> None:
    """How large tables are changes without any DDL, so it is asked each time."""
    database.execute("create table t (id integer)")
    assert "rows" not in with_estimates(database, _known(database)).objects[T].notes
    database.execute("insert into t select generate_series(1, 1000); analyze t")
    notes = with_estimates(database, _known(database)).objects[T].notes
    assert notes["rows"] == 1000
    assert notes["bytes"] > 0
    assert len(readings) == 1


def test_where_the_imprint_cannot_be_taken_everything_is_read(database: Session, readings: list[Catalog]) -> None:
    """A role that may not read one of the catalogs is told what it may see, each time."""
    database.execute("create table t (id integer)")
    database.execute(f"revoke select on pg_catalog.pg_roles from public; set role {LOADER}")
    try:
        assert T in _known(database).objects
        assert T in _known(database).objects
    finally:
        database.execute("reset role")
    assert len(readings) == 2


def test_what_many_objects_say_is_kept_once(database: Session, readings: list[Catalog]) -> None:
    """Thousands of tables have columns alike: in memory, and in the file, these are one."""
    database.execute("create table t (id bigint, name text); create table u (id bigint, name text)")
    for catalog in (_known(database), _known(database)):
        of_t, of_u = (catalog.objects[Ident("column", "public", name, "id")] for name in "tu")
        assert of_t.facts is of_u.facts
        assert of_t.notes is of_u.notes
    assert len(readings) == 1

"""`difftool diff` between databases: differences for which tables, types or views must be taken apart, both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.diff.compare import compare
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.work import Work
from difftool.model.profile import Settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import plain
from difftool.pg.shadow import Shadow
from difftool.sql.dump_text import normalised
from tests.jobs.building import built, run_all

_ONE = """
create sequence becomes_table;
create table sized (id smallserial, n integer, twice integer);
create collation sorting (provider = libc, locale = 'C');
create table sorted (a text collate sorting primary key, b text check (b < 'x' collate sorting));
create view reading as select twice from sized;
create table line (id integer);
create table base (id integer not null, n text);
create table middle (id integer not null);
create table low (id integer not null);
create table r (id integer primary key);
create table p (id integer, k integer, r_id integer references r deferrable, primary key (id, k))
    partition by range (k);
create table p1 partition of p for values from (0) to (10);
create table tree (id integer, k integer, up integer, primary key (id, k)) partition by list (k);
create table tree1 partition of tree for values in (1);
create table tree2 partition of tree for values in (2);
alter table tree add constraint above foreign key (up, k) references tree;
"""
_OTHER = """
create table becomes_table (id integer);
create table sized (
    id integer generated always as identity, n integer, twice integer generated always as (n * 2) stored
);
create collation sorting (provider = libc, locale = 'POSIX');
create table sorted (a text collate sorting primary key, b text check (b < 'x' collate sorting));
create view reading as select twice from sized;
create sequence line;
create table base (id integer not null, n text);
create table middle (id integer not null) inherits (base);
create table low () inherits (base, middle);
create table r (id integer primary key);
create table p (id integer, k integer, r_id integer references r, primary key (k, id)) partition by list (k);
create table p1 partition of p for values in (1);
create table tree (id integer, k integer, up integer, primary key (id, k)) partition by list (k);
create table tree1 partition of tree for values in (1);
alter table tree add constraint above foreign key (up, k) references tree;
"""
"""Names that change their kind, numbers of another size, a column that is to be computed though a view reads it,
another collation of the same name, tables that begin to inherit columns which they lack, a key with other partitions,
a partition that goes though foreign keys to its parent refer to it.
"""


@pytest.mark.parametrize(("before", "after"), [(_ONE, _OTHER), (_OTHER, _ONE)], ids=["there", "back"])
def test_what_must_be_taken_apart_arrives(shadow: Shadow, tmp_path: Path, before: str, after: str) -> None:
    """The script runs as it is, and neither our reading nor pg_dump sees a difference afterwards."""
    start, end = (built(shadow, text) for text in (before, after))
    found = diff_sources(Work(Settings(str(tmp_path), str(tmp_path)), None, shadow), start.dsn, end.dsn, ())
    with start.open() as session, end.open() as other:
        run_all(session, found.sql)
        assert compare(read_catalog(session), read_catalog(other)) == ()
    assert normalised(plain(start.dsn)) == normalised(plain(end.dsn))

"""One line for a catalog."""

from __future__ import annotations

import re

from difftool.diff.fingerprint import fingerprint
from difftool.diff.scope import within
from difftool.files.patterns import parse_pattern
from difftool.model.catalog import EVERYTHING, Comparing
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session

OURS = Scope((parse_pattern("public.ours"),))


def test_it_names_the_version_it_was_read_on(database: Session) -> None:
    """The major version stands in front, so that fingerprints of two versions are never equal by chance."""
    found = fingerprint(read_catalog(database), EVERYTHING)
    assert re.fullmatch(rf"{database.version // 10000}:[0-9a-f]{{64}}", found)


def test_what_is_out_of_scope_does_not_move_it(database: Session) -> None:
    """Another team's table may change, one that hangs on ours may not."""
    database.execute("create table ours (a int primary key); create table theirs (a int)")

    def narrowed() -> str:
        return fingerprint(within(read_catalog(database), OURS), EVERYTHING)

    before = narrowed()
    database.execute("alter table theirs add b int")
    assert narrowed() == before
    database.execute("alter table theirs add foreign key (a) references ours")
    assert narrowed() != before


def test_rows_do_not_move_it(database: Session) -> None:
    """Data, statistics and what was noticed besides are not part of it."""
    database.execute("create table t (a serial)")
    before = fingerprint(read_catalog(database), EVERYTHING)
    database.execute("insert into t select from generate_series(1, 1000)")
    database.execute("analyze t")
    assert fingerprint(read_catalog(database), EVERYTHING) == before


def test_what_is_not_compared_does_not_move_it(database: Session) -> None:
    """A class of facts that is left out of the comparison is left out here."""
    database.execute("create table t (a int)")
    before = read_catalog(database)
    database.execute("comment on table t is 'x'")
    after = read_catalog(database)
    assert fingerprint(before, Comparing({})) == fingerprint(after, Comparing({}))
    assert fingerprint(before, EVERYTHING) != fingerprint(after, EVERYTHING)

"""Steps on different tables are told apart without a reading after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.files.patterns import parse_pattern
from difftool.jobs import measure as measuring
from difftool.jobs.goal import Goal, goal_of
from difftool.jobs.measure import measure
from difftool.jobs.told_apart import one_by_one
from difftool.model.catalog import EVERYTHING, Catalog
from difftool.model.plan import Phase
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.draft import Draft

TABLES = """
create table a (id int primary key, n int); create table b (id int primary key, a int references a, n int);
create table c (id int, n int); create view seen as select n from c
"""


@pytest.fixture
def start(shadow: Shadow) -> Iterator[Goal]:
    scratch = shadow.create()
    with scratch.open() as session:
        session.execute(TABLES)
    yield goal_of(scratch, Scope((parse_pattern("public.*"),)), EVERYTHING)
    shadow.drop(scratch)


def measured(shadow: Shadow, start: Goal, *statements: str) -> list[object]:
    """All but the oids, which are others in each copy."""
    drafts = [Draft(Phase.EXPAND, (statement,)) for statement in statements]
    found = measure(shadow, start, start, drafts, "public")
    return [(each.locks, [(c.verb, c.ident, c.facts) for c in each.changes], each.after, each.stray) for each in found]


APART = ("alter table public.a add m int", "create index on public.b (n)", "alter table public.c add check (n > 0)")


@pytest.mark.parametrize(
    ("statements", "readings"),
    [
        (APART, 1),
        (("alter table public.c add m int", "alter table public.c add k int", "create table public.d ()"), 3),
        (("alter table public.c alter id set not null", "alter table public.a alter id type bigint"), 3),
        (("alter table public.b alter n set not null", "alter table public.c rename n to m"), 2),
    ],
    ids=["different tables", "the same table", "locks another table", "a view is told in other words"],
)
def test_steps_are_measured_alike_whether_each_is_read_or_not(
    shadow: Shadow, start: Goal, monkeypatch: pytest.MonkeyPatch, statements: tuple[str, ...], readings: int
) -> None:
    """Changes and the fingerprint after each are the same; what cannot be told apart is run again, and each is read."""
    count: list[Session] = []

    def counting(session: Session) -> Catalog:
        count.append(session)
        return read_catalog(session)

    monkeypatch.setattr(measuring, "read_catalog", counting)
    together = measured(shadow, start, *statements)
    assert len(count) == readings
    monkeypatch.setattr(measuring, "grouped", lambda drafts, _: one_by_one(drafts))
    assert measured(shadow, start, *statements) == together

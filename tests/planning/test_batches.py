from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.model.foreign_key import Column, Table
from difftool.model.plan import Batch, Phase, Step, Undo, UndoKind
from difftool.pg.batches import Seen
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.planning.batches import end_of_next, part_of, pause_after
from difftool.planning.ledger_sql import LEDGER
from difftool.planning.marks import marked
from difftool.planning.quarantine import change_values, keep_values
from difftool.report.receipt import batch_line

BATCH = Batch('public."Box"', ("kind", "Id"), 4)
STEP = Step(
    3, Phase.FILL, "fill", ('update public."Box" as t set n = 1 where n is null /* batch */',), Undo(UndoKind.LOSSLESS)
)


@pytest.fixture
def boxes(database: Session) -> Session:
    database.execute('create table "Box" (kind text collate "C", "Id" int, n int, primary key (kind, "Id"))')
    rows = "select k, g from generate_series(1, 5) g, unnest(array['it''s', 'b']) k"
    database.execute(f'insert into "Box" (kind, "Id") {rows}')
    return database


def test_a_batch_ends_where_the_key_says(boxes: Session) -> None:
    """Composite keys are walked in their order, odd names and quotes in values included, until too few are left."""
    ends: list[tuple[str, ...]] = [()]
    while row := next(iter(boxes.rows(end_of_next(BATCH, ends[-1]))), ()):
        ends.append(row)
    assert ends[1:] == [("b", "4"), ("it's", "3")]
    changed = [boxes.execute(part_of(STEP, BATCH, *pair).sql[0]) for pair in zip(ends, [*ends[1:], ()], strict=True)]
    assert changed == [4, 4, 2]


def test_run_whole_it_does_everything(boxes: Session) -> None:
    """The statement of the plan, as somebody would paste it, needs no batches."""
    assert boxes.execute(STEP.sql[0]) == 10


@pytest.mark.parametrize("size", [1, 3, 5, 10, 11])
def test_every_row_is_in_one_batch(boxes: Session, size: int) -> None:
    """Whatever the size, each row is changed once, and what comes between the batches sees how far they are."""
    seen: list[Seen] = []
    step = replace(STEP, rows=True, batch=replace(BATCH, size=size))
    receipt = run_step(boxes, Conditions("public"), step, between=seen.append)
    assert receipt.rows == 10
    assert [each.rows for each in seen] == list(range(size, 11, size))


_ID = Column("Id", "bigint")
_KIND = Column("kind", "text")
_NAME = Column("name", "public.citext")
_N = Column("n", "text")


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ((_ID,), """ /* kept */ and (k."key_Id") > ('4') and (k."key_Id") <= ('8')"""),
        ((_KIND, _ID), ""),
        ((_NAME,), ""),
    ],
)
def test_a_batch_changes_what_it_has_kept(key: tuple[Column, ...], found: str) -> None:
    """It looks for that between its own bounds, where what is kept has the key's order: a text may have another one."""
    table = Table("public", "Box", (*key, _N), tuple(column.name for column in key))
    change = change_values("ab12", 1, table, "n", marked("t.n is null"))
    bounds = [("4",) * len(key), ("8",) * len(key)]
    batch = Batch('public."Box"', table.key, 4)
    (part,) = part_of(replace(STEP, sql=(change,)), batch, *bounds).sql
    assert part.partition("/* batch */")[2].partition(" <= ")[2].partition(")")[2] == found


def test_what_is_kept_is_counted_once(boxes: Session) -> None:
    """However many batches there are, and however often they run, the register has the number of rows that are kept."""
    boxes.execute(LEDGER)
    table = Table("public", "Box", (_KIND, replace(_ID, type="integer"), replace(_N, type="integer")), ("kind", "Id"))
    given = ("ab12", 1, table, "n", marked("t.n is null"))
    fill = (*keep_values(*given, "1", "30 days"), change_values(*given))
    step = replace(STEP, sql=fill, rows=True, batch=replace(BATCH, size=3))
    for another, kept in (("", 10), ("", 10), ("insert into \"Box\" values ('c', 1)", 11)):
        boxes.execute(another or "select 1")
        run_step(boxes, Conditions("public"), step)
        assert boxes.rows("select rows from difftool.quarantine") == [(kept,)]
        assert boxes.value("select count(*) from difftool.kept_ab12_1") == kept
    assert boxes.value('select count(*) from "Box" where n is null') == 0


def test_batches_are_paced() -> None:
    """So many rows a second are not exceeded; without a bound nobody waits."""
    assert pause_after(500, 0.5, 250) == 1.5
    assert pause_after(500, 3, 250) == 0
    assert pause_after(500, 0.5, None) == 0


def test_progress_says_what_is_left() -> None:
    """How many rows were seen, of about how many, and how long the others will take at that rate."""
    batched = replace(STEP, batch=BATCH)
    assert (
        batch_line(batched, 4_000, 3.0, {"public.Box": 20_000})
        == "step 3: 4,000 of about 20,000 rows, about 12 s left…"
    )
    assert batch_line(batched, 4_000, 3.0, {}) == "step 3: 4,000 rows…"

from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.model.plan import Batch, Phase, Step, Undo, UndoKind
from difftool.pg.batches import Seen
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.planning.batches import end_of_next, part_of, pause_after
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

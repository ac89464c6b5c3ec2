from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.model.foreign_key import Column, Table
from difftool.model.plan import Batch, Phase, Step, Undo, UndoKind
from difftool.pg.batches import Seen
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.planning.batches import part_of, pause_after
from difftool.planning.ledger_sql import LEDGER
from difftool.planning.marks import marked
from difftool.planning.quarantine import change_values, keep_values
from difftool.planning.stretches import Stretch, due, next_stretch, stretch
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
    parts = walk(boxes)
    assert [each.last for each in parts] == [("b", "4"), ("it's", "3"), ()]
    assert [boxes.execute(part_of(STEP, BATCH, each).sql[0]) for each in parts] == [4, 4, 2]


def walk(boxes: Session, condition: str = "") -> list[Stretch]:
    parts = [Stretch()]
    while parts[-1].last or len(parts) == 1:
        after = parts[-1].last
        parts.append(stretch(after, condition, next(iter(boxes.rows(next_stretch(BATCH, after, condition))), ())))
    return parts[1:]


def test_what_is_done_is_passed_over(boxes: Session) -> None:
    """A batch begins at a row that needs it, however many before that do not; where none does, there is none."""
    boxes.execute("""update "Box" set n = 0 where kind = 'b' and "Id" <> 2""")
    first, *others = walk(boxes, "t.n is null")
    assert (first.first, first.last) == (("b", "2"), ("b", "5"))
    assert [(each.first, each.last) for each in others] == [(("it's", "1"), ("it's", "4")), (("it's", "5"), ())]
    assert [boxes.execute(part_of(STEP, BATCH, each).sql[0]) for each in (first, *others)] == [1, 4, 1]
    (rest,) = walk(boxes, "t.n is null")
    boxes.execute("""insert into "Box" values ('c', 1)""")
    assert rest.empty
    assert boxes.execute(part_of(STEP, BATCH, rest).sql[0]) == 0


def test_rows_are_passed_over_along_the_key(boxes: Session) -> None:
    """However few statistics let expect, the next one is looked for in the order of the key, not by sorting all."""
    boxes.execute("insert into \"Box\" select 'many', g, 0 from generate_series(1, 20000) g; analyze")
    plan = "\n".join(line for (line,) in boxes.rows("explain " + next_stretch(BATCH, ("b", "1"), "t.n is null")))
    assert "Sort" not in plan
    assert "Seq Scan" not in plan


def test_passing_over_rows_may_take_its_time(boxes: Session) -> None:
    """It holds up nobody, so that the limit of the session's other statements does not end it."""
    boxes.execute('create view slow as select "Box".* from "Box", pg_sleep(0.3)')
    boxes.execute("set statement_timeout = '250ms'")
    slow = replace(STEP, rows=True, batch=replace(BATCH, table="public.slow"))
    assert run_step(boxes, Conditions("public"), slow).rows == 10
    assert boxes.value("show statement_timeout") == "250ms"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("t.n is null", "t.n is null"),
        ('t."N" is null and t.m is not null', 't."N" is null and t.m is not null'),
        ("t.m is null or t.n is null", ""),
        ("(t.m) is not null and t.n is null", ""),
        ("true", ""),
    ],
)
def test_what_needs_no_batch_is_plain_to_see(condition: str, found: str) -> None:
    """Only tests for NULL that must all hold; whatever else a rule says, its batches look at each row."""
    update = f"update public.t as t set n = 1\nwhere {marked(condition)}"
    assert due(replace(STEP, sql=("select 1", update))) == found
    assert not due(replace(STEP, sql=(update, update.replace("where", "where t.m = 1 and"))))


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
    bounds = Stretch(("4",) * len(key), (), ("8",) * len(key))
    batch = Batch('public."Box"', table.key, 4)
    (part,) = part_of(replace(STEP, sql=(change,)), batch, bounds).sql
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

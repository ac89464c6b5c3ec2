"""A column gets another type by the profile's expression: values are not lost, and come back."""

from __future__ import annotations

import pytest

from difftool.errors import DataRefused
from difftool.jobs.roll_back import roll_back
from tests.e2e.house import House
from tests.e2e.test_data_rules import boxes, contents, moved, profile, rule  # noqa: F401  # boxes is a fixture

LABELS = "create table box (id int primary key, label varchar(1), size int, old_name text, kind text);"
TIMES = "create table box (id int primary key, label text, size timestamptz, old_name text, kind text);"
VIEW = "create view sizes as select id, size from box;"
KINDS = (
    "create table box (id int primary key, label text, size int, old_name text,"
    " kind int not null default 7 check (kind > 0));"
)
KIND = "case kind when 'red' then 1 when 'blue' then 2 end"


def test_values_are_cut_as_the_rule_says_and_come_back(boxes: House) -> None:  # noqa: F811
    """What the expression cuts off is kept aside, nothing else, and the way back restores it to the byte."""
    boxes.admin.execute("update box set label = 'along' where id = 2")
    after = moved(boxes, profile(LABELS, rule("convert", "box.label", using="left(label, 1)")))
    assert after == ["(1,a,,x,red)", "(2,a,5,y,red)", "(3,b,7,,blue)"]


@pytest.mark.slow
def test_there_need_be_no_cast_between_the_types(boxes: House) -> None:  # noqa: F811
    """The expression bridges types between which PostgreSQL knows no cast, both ways, below a view."""
    boxes.admin.execute(VIEW)
    wanted = profile(TIMES + VIEW, rule("convert", "box.size", using="to_timestamp(size)"), managed=("sizes",))
    assert ":00:05" in moved(boxes, wanted)[1]


@pytest.mark.slow
def test_a_default_and_a_check_go_along(boxes: House) -> None:  # noqa: F811
    """The default of the old type goes before, that of the new one comes after, and checks hold of new values."""
    boxes.admin.execute("alter table box alter kind set default 'red'")
    after = moved(boxes, profile(KINDS, rule("convert", "box.kind", using=KIND)))
    assert after == ["(1,a,,x,1)", "(2,a,5,y,1)", "(3,b,7,,2)"]


@pytest.mark.parametrize(
    ("target", "column", "using", "told"),
    [
        (KINDS, "kind", "case kind when 'red' then 1 end", "1 of 3 rows of box are not given a value of integer"),
        (LABELS, "label", "label || 'x'", "3 of 3 rows of box are not given a value of character varying(1)"),
        (TIMES, "size", "(10 / (size - 5))::text::timestamptz", "division by zero"),
    ],
)
def test_an_expression_that_fails_is_refused_with_the_rows(
    boxes: House,  # noqa: F811
    target: str,
    column: str,
    using: str,
    told: str,
) -> None:
    """Rows for which the expression gives no value, too long a one, or an error, are told before anything runs."""
    with pytest.raises(DataRefused) as refused:
        boxes.plan(profile(target, rule("convert", f"box.{column}", using=using)))
    assert told in "\n".join((str(refused.value), *refused.value.details))


@pytest.mark.slow
def test_the_newer_state_wins_and_is_not_lost(boxes: House) -> None:  # noqa: F811
    """Rolled back after further writes: what changed since stays, and what the old type cannot hold is kept aside."""
    plan = boxes.plan(profile(KINDS, rule("convert", "box.kind", using=KIND)))
    boxes.apply(plan)
    boxes.admin.execute("update box set kind = 9 where id = 2; insert into box (id, kind) values (4, 8)")
    back = roll_back(boxes.work())
    assert "1 changed or deleted since: the newer state stays" in "; ".join(f.sentence for f in back.observed.findings)
    boxes.apply(back)
    assert [row[0] for row in boxes.admin.rows("select kind from box order by id")] == ["red", "9", "blue", "8"]


@pytest.mark.slow
def test_later_values_without_a_counterpart_are_kept(boxes: House) -> None:  # noqa: F811
    """A value that came later and cannot be said in the old type is in quarantine after the way back."""
    boxes.apply(boxes.plan(profile(TIMES, rule("convert", "box.size", using="to_timestamp(size)"))))
    boxes.admin.execute("insert into box (id, size) values (4, '2020-01-01')")
    boxes.apply(roll_back(boxes.work()))
    assert contents(boxes)[0][3] == '{"id": 4, "kind": null, "size": null, "label": null, "old_name": null}'
    name = boxes.admin.value("select name from difftool.quarantine order by name desc limit 1")
    assert boxes.admin.value(f"select was_size::date::text from {name}") == "2020-01-01"


def test_a_value_that_came_after_the_plan_stops_it(boxes: House) -> None:  # noqa: F811
    """A row that arrives between plan and apply and that the expression cannot convert is refused."""
    plan = boxes.plan(profile(TIMES, rule("convert", "box.size", using="to_timestamp(10 / (size - 6))")))
    boxes.admin.execute("insert into box (id, size) values (4, 6)")
    with pytest.raises(DataRefused, match="division by zero"):
        boxes.apply(plan)

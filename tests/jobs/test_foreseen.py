"""What rules will make of the rows is foreseen: a mended row stops nothing, and a rule that cannot work is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import DataRefused, NoProvenPlan
from difftool.jobs.make_plan import make_plan
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import apply, rolled_back, work
from tests.jobs.test_triggers import wanted

KINDS = "create table kinds (name text, weight integer);"
BOXES = "create table boxes (id integer primary key, kind text, size integer, weight integer{});"
NEW = BOXES.replace(", weight integer{}", "")
ROWS = "insert into kinds values ('red', 1), ('red', 2); insert into boxes values (1, 'red', 4), (2, 'blue', 0);"
POSITIVE = BOXES.format("") + "alter table boxes add constraint positive check (weight is not null and weight > 0);"
JOINED = '{fill: boxes.weight, from: kinds.weight, join: "kinds.name = t.kind"}'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ('{fill: boxes.weight, from: "coalesce(size, 1) + 1"}', POSITIVE),
        (
            "{nulls: boxes.weight, become: {default: '5'}}",
            POSITIVE.replace("weight integer", "weight integer not null"),
        ),
    ],
)
def test_a_check_is_asked_of_the_rows_as_the_rule_leaves_them(
    shadow: Shadow, database: Session, tmp_path: Path, rule: str, target: str
) -> None:
    """Rows that would violate it as they are do not stop a plan that fills them first; asserted when they are."""
    database.execute(KINDS + BOXES.format("") + ROWS)
    before = database.rows("select * from boxes order by id")
    on = work(shadow, database)
    plan = make_plan(on, wanted(tmp_path, KINDS + target, rule))
    (asserted,) = (probe for probe in plan.steps[-1].probes if "violate the check positive" in probe.about)
    assert "from public.boxes as t where not" in asserted.ask
    apply(on, plan)
    assert database.value("select count(*) from boxes where weight > 0") == 2
    rolled_back(on)
    assert database.rows("select * from boxes order by id") == before


@pytest.mark.slow
def test_the_rule_is_named_as_it_is_written(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """What resolves a finding stands there in the words of the profile."""
    database.execute(BOXES.format("") + "insert into boxes values (1, 'red', 4)")
    rule = "{nulls: boxes.weight, become: {default: size + 1}}"
    plan = make_plan(work(shadow, database), wanted(tmp_path, BOXES.format(" not null"), rule))
    assert {finding.resolved_by for finding in plan.observed.findings if finding.count} == {rule[1:-1]}


@pytest.mark.parametrize(
    ("live", "target", "rule", "why"),
    [
        (NEW, POSITIVE, "{fill: boxes.weight, from: size}", "1 of 2 rows of boxes violate the check positive e.g. 2"),
        (BOXES.format(""), BOXES.format(" unique"), '{fill: boxes.weight, from: "7"}', "repeat a value of weight"),
        (
            NEW,
            BOXES.format(" not null"),
            '{fill: boxes.weight, from: "nullif(size, 0)"}',
            "not given a value of integer",
        ),
        (NEW, BOXES.format(""), '{fill: boxes.weight, from: "8 / size"}', "division by zero"),
        (BOXES.format(""), BOXES.format(""), JOINED, "more than one row"),
        (NEW, BOXES.format(""), JOINED, "more than one row"),
        (BOXES.format(""), BOXES.format(" not null"), "{nulls: boxes.weight, become: {default: 8 / size}}", "division"),
    ],
)
def test_a_rule_whose_values_will_not_do_is_refused_before_anything_runs(
    shadow: Shadow, database: Session, tmp_path: Path, live: str, target: str, rule: str, why: str
) -> None:
    """Values that cannot be made, or break what the plan enforces, are told at once, not half way through."""
    database.execute(KINDS + live + ROWS)
    with pytest.raises(DataRefused) as refused:
        make_plan(work(shadow, database), wanted(tmp_path, KINDS + target, rule))
    assert why in " ".join(" ".join(refused.value.details).split())


@pytest.mark.slow
def test_a_check_that_goes_does_not_stop_the_fill_for_its_successor(
    shadow: Shadow, database: Session, tmp_path: Path
) -> None:
    """From one set of values to another: the old check is dropped before the rows change, and back after they are."""
    one, other = (BOXES.format(f" constraint allowed check (weight in ({values}))") for values in ("1, 2", "10, 20"))
    database.execute(KINDS + one + "comment on constraint allowed on boxes is 'small';")
    database.execute("insert into boxes values (1, 'red', 4, 1), (2, 'blue', 0, null), (3, 'red', 4, 2)")
    before = database.rows("select * from boxes order by id")
    rule = '{fill: boxes.weight, from: "weight * 10", where_filled: overwrite}'
    on = work(shadow, database)
    apply(on, make_plan(on, wanted(tmp_path, KINDS + other, rule)))
    assert database.rows("select weight from boxes order by id") == [(10,), (None,), (20,)]
    rolled_back(on)
    assert database.rows("select * from boxes order by id") == before


@pytest.mark.parametrize(
    ("rest", "rule", "why"),
    [
        ("check (weight > 0)", "{fill: boxes.weight, from: '-1'}", "violate the check"),
        ("unique", "{fill: boxes.weight, from: '7'}", "repeat a value of weight"),
    ],
)
def test_what_stays_is_asked_of_the_new_values_too(
    shadow: Shadow, database: Session, tmp_path: Path, rest: str, rule: str, why: str
) -> None:
    """A constraint that live has already would stop the fill: that is told when planned."""
    database.execute(KINDS + BOXES.format(f" {rest}") + ROWS)
    with pytest.raises(DataRefused) as refused:
        make_plan(work(shadow, database), wanted(tmp_path, KINDS + BOXES.format(f" not null {rest}"), rule))
    assert why in " ".join(refused.value.details)


def test_what_a_filled_column_held_is_asked_about_when_planned(
    shadow: Shadow, database: Session, tmp_path: Path
) -> None:
    """With `where_filled: refuse`, values that are there already refuse the plan, not its apply."""
    database.execute(KINDS + BOXES.format("") + "insert into boxes values (1, 'red', 1, 1)")
    rule = '{fill: boxes.weight, from: "7", where_filled: refuse}'
    with pytest.raises(DataRefused) as refused:
        make_plan(work(shadow, database), wanted(tmp_path, KINDS + BOXES.format(" not null"), rule))
    assert "1 of 1 row of boxes hold a value in weight already" in " ".join(refused.value.details)


@pytest.mark.slow
@pytest.mark.parametrize("expression", ["max(size)", "generate_series(1, 2)", "nothing"])
def test_an_expression_that_cannot_be_asked_about_is_for_the_rehearsal(
    shadow: Shadow, database: Session, tmp_path: Path, expression: str
) -> None:
    """What PostgreSQL does not allow in an update is told as that, with its reason."""
    database.execute(KINDS + NEW + ROWS)
    rule = f"{{fill: boxes.weight, from: {expression!r}}}"
    with pytest.raises(NoProvenPlan, match="no order of them holds"):
        make_plan(work(shadow, database), wanted(tmp_path, KINDS + BOXES.format(" not null"), rule))


@pytest.mark.slow
def test_nulls_that_are_equal_are_duplicates_too(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """Under NULLS NOT DISTINCT, one of the rows without a value stays, and all of them come back."""
    database.execute(BOXES.format("") + "insert into boxes values (1), (2), (3)")
    unique = "alter table boxes add constraint once unique nulls not distinct (weight);"
    on = work(shadow, database)
    apply(on, make_plan(on, wanted(tmp_path, BOXES.format("") + unique, '{duplicates: "boxes(weight)", keep: last}')))
    assert database.rows("select id from boxes") == [(3,)]
    rolled_back(on)
    assert database.rows("select id from boxes order by id") == [(1,), (2,), (3,)]

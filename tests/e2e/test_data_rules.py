"""Each data rule on a live database: refused without it, carried out with it, undone to the byte."""

from __future__ import annotations

from dataclasses import replace

import pytest

from difftool.errors import DataRefused, PolicyRefused
from difftool.files.patterns import parse_pattern
from difftool.model.plan import UndoKind
from difftool.model.profile import DataRule, Place, Policy, Profile, Scope, SnapshotFile
from tests.e2e.house import House

BEFORE = """
create table box (id int primary key, label text, size int, old_name text, kind text);
insert into box values (1, 'a', null, 'x', 'red'), (2, 'a', 5, 'y', 'red'), (3, 'b', 7, null, 'blue');
create table kinds (name text primary key, weight int not null);
insert into kinds values ('red', 10), ('blue', 20);
"""
SAME = "create table kinds (name text primary key, weight int not null);"
PATIENT = Policy(hazards={"IRREVERSIBLE": "allow", "DATA-LOSS": "allow"})


def profile(target: str, *rules: DataRule, managed: tuple[str, ...] = ()) -> Profile:
    scope = Scope(tuple(parse_pattern(f"public.{name}") for name in ("box", "kinds", *managed)))
    files = (SnapshotFile("target.sql", f"{target}\n{SAME}"),)
    return Profile("boxes", "", files, scope, data=rules, policy=PATIENT, digest=repr(rules) + target)


def rule(name: str, subject: str, **keys: object) -> DataRule:
    return DataRule(name, subject, keys, Place("profiles/boxes.yaml", 1, 1))


@pytest.fixture
def boxes(house: House) -> House:
    house.admin.execute(BEFORE)
    return house


def contents(house: House) -> list[list[str]]:
    """All rows, whatever the order of their columns."""
    return [
        [row for (row,) in house.admin.rows(f"select to_jsonb(t)::text from {t} t order by 1")]
        for t in ("box", "kinds")
    ]


def moved(house: House, wanted: Profile) -> list[str]:
    """The boxes after the plan was applied; undone again, everything must be as it was."""
    rows, schema = contents(house), house.schema()
    plan = house.plan(wanted)
    house.apply(plan)
    after = house.rows("box")["box"]
    house.undo(plan)
    assert contents(house) == rows
    assert house.schema() == schema
    return after


STRICT = "create table box (id int primary key, label text, size int not null, old_name text, kind text);"


def test_nulls_are_refused_without_a_rule(boxes: House) -> None:
    """A column that is to be NOT NULL and holds NULLs is refused with their number and the rule that would help."""
    with pytest.raises(DataRefused) as refused:
        boxes.plan(profile(STRICT))
    told = "\n".join((str(refused.value), *refused.value.details))
    assert "1 row" in told
    assert "nulls: box.size" in told


def test_nulls_become_a_default(boxes: House) -> None:
    """NULLs become the default of the rule, and the way back makes them NULL again."""
    after = moved(boxes, profile(STRICT, rule("nulls", "box.size", become={"default": "0"})))
    assert after == ["(1,a,0,x,red)", "(2,a,5,y,red)", "(3,b,7,,blue)"]


@pytest.mark.parametrize("become", ["delete", "quarantine"])
def test_rows_with_nulls_go_and_come_back(boxes: House, become: str) -> None:
    """Rows without a value leave the table, and the way back brings them."""
    after = moved(boxes, profile(STRICT, rule("nulls", "box.size", become=become)))
    assert after == ["(2,a,5,y,red)", "(3,b,7,,blue)"]


UNIQUE = "create table box (id int primary key, label text unique, size int, old_name text, kind text);"


@pytest.mark.parametrize(
    ("keep", "stays"),
    [("first", "(1,a,,x,red)"), ("last", "(2,a,5,y,red)"), ({"by": "coalesce(size, 0) * -1"}, "(2,a,5,y,red)")],
)
def test_of_duplicates_one_stays(boxes: House, keep: object, stays: str) -> None:
    """Of rows that share a value that becomes unique, the one that the rule names stays; the others come back."""
    after = moved(boxes, profile(UNIQUE, rule("duplicates", "box(label)", keep=keep)))
    assert after == [stays, "(3,b,7,,blue)"]


FILLED = "create table box (id int primary key, label text, size int, old_name text, kind text, weight int not null);"


def test_a_new_column_is_filled_before_it_is_required(boxes: House) -> None:
    """A new NOT NULL column gets its values from another table first."""
    wanted = profile(FILLED, rule("fill", "box.weight", **{"from": "kinds.weight", "join": "kinds.name = t.kind"}))
    assert moved(boxes, wanted) == ["(1,a,,x,red,10)", "(2,a,5,y,red,10)", "(3,b,7,,blue,20)"]


def test_a_new_column_without_values_is_refused(boxes: House) -> None:
    """A new NOT NULL column without default on a table with rows is refused."""
    with pytest.raises(DataRefused):
        boxes.plan(profile(FILLED))


def test_a_column_is_renamed_with_its_values(boxes: House) -> None:
    """A declared rename keeps the values where a drop and a create would lose them."""
    target = "create table box (id int primary key, label text, size int, new_name text, kind text);"
    after = moved(boxes, profile(target, rule("rename", "box.old_name", to="new_name")))
    assert after == ["(1,a,,x,red)", "(2,a,5,y,red)", "(3,b,7,,blue)"]


def test_a_dropped_column_is_kept_aside(boxes: House) -> None:
    """What a drop loses is kept in the same transaction and comes back with the column."""
    target = "create table box (id int primary key, label text, size int, kind text);"
    assert moved(boxes, profile(target)) == ["(1,a,,red)", "(2,a,5,red)", "(3,b,7,blue)"]


def test_a_dropped_table_is_kept_aside(boxes: House) -> None:
    """A dropped table's rows come back with it."""
    wanted = profile("")
    wanted = replace(wanted, scope=replace(wanted.scope, drop=frozenset({"public.box"})))
    plan = boxes.plan(wanted)
    before = contents(boxes)
    boxes.apply(plan)
    assert boxes.count("pg_class where relname = 'box'") == 0
    boxes.undo(plan)
    assert contents(boxes) == before


def test_a_statement_of_the_profile_runs_once_and_is_checked(boxes: House) -> None:
    """A `sql` rule runs in its step, and if what it should do is not done, nothing of the step stays."""
    target = "create table box (id int primary key, label text, size int, old_name text, kind text);"
    target += "create index on box (kind);"
    check = "select count(*) from box where kind <> upper(kind)"
    works = rule("sql", "update box set kind = upper(kind)", at="fill", expect=check)
    plan = boxes.plan(profile(target, works))
    assert any(step.undo.kind is UndoKind.IRREVERSIBLE for step in plan.steps)
    boxes.apply(plan)
    assert boxes.count("box where kind in ('RED', 'BLUE')") == 3


def test_triggers_do_not_fire_unasked(boxes: House) -> None:
    """A data step that would fire a user trigger is refused unless the rule says so."""
    trigger = (
        "create function noted() returns trigger language plpgsql as 'begin return new; end';"
        "create trigger note before update on box for each row execute function noted();"
    )
    boxes.admin.execute(trigger)
    with pytest.raises(DataRefused) as refused:
        boxes.plan(profile(STRICT + trigger, rule("nulls", "box.size", become={"default": "0"}), managed=("noted",)))
    assert "note" in str(refused.value)


REST = "label text, size int, old_name text, kind text);"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("numbered", "managed"),
    [
        (f"create table box (id int primary key generated by default as identity, {REST}", ()),
        (
            f"create sequence n; create table box (id int primary key default nextval('n'), {REST}",
            ("n",),
        ),
    ],
)
def test_a_column_that_gets_a_sequence_goes_on_counting(boxes: House, numbered: str, managed: tuple[str, ...]) -> None:
    """Where rows are numbered already, the next number is a new one."""
    boxes.apply(boxes.plan(profile(numbered, managed=managed)))
    boxes.admin.execute("insert into box (label) values ('next')")
    assert boxes.admin.value("select id from box where label = 'next'") == 4


@pytest.mark.slow
def test_what_is_too_large_to_keep_aside_is_a_loss(boxes: House) -> None:
    """Above quarantine_max nothing is copied: the plan says so, and the policy decides."""
    boxes.admin.execute("analyze box")
    wanted = profile("create table box (id int primary key, label text, size int, kind text);")
    with pytest.raises(PolicyRefused) as refused:
        boxes.plan(replace(wanted, policy=Policy(quarantine_max=1)))
    told = " ".join(" ".join(refused.value.details).split())
    assert "too large to keep them aside (policy: quarantine_max, 1 bytes)" in told
    allowed = boxes.plan(replace(wanted, policy=Policy(quarantine_max=1, hazards={"DATA-LOSS": "allow"})))
    assert not [text for step in allowed.steps for text in step.sql if "difftool.kept" in text]

"""Triggers of users that a plan or its way back would fire are never fired unasked, and never hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import DataRefused
from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.model.profile import Profile, Settings
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import apply, work

TABLES = """create table users (id integer primary key);
create function note() returns trigger language plpgsql as 'begin return coalesce(new, old); end';
create table jobs (id integer primary key, user_id integer {}, size {});
create table attempts (id integer primary key, job integer references jobs on delete cascade);
"""
BEFORE, AFTER = TABLES.format("", "text"), TABLES.format("references users", "text")
ORPHANS = "{orphans: jobs.user_id, become: delete}"
CONVERT = "{convert: jobs.size, using: size::integer}"


def wanted(folder: Path, target: str, *rules: str) -> Profile:
    (folder / "target.sql").write_text(target)
    policy = "{shadow: any, hazards: {DATA-LOSS: allow}}"
    data = "".join(f"\n  - {rule}" for rule in rules) or " []"
    (folder / "any.yaml").write_text(f"snapshot: [target.sql]\nmanages: [public.*]\ndata:{data}\npolicy: {policy}\n")
    return load_profile("any", Settings(str(folder), str(folder)))


@pytest.mark.parametrize(
    ("event", "target", "rule", "when"),
    [
        ("before delete on attempts", AFTER, ORPHANS, "its step"),
        ("after insert on jobs", AFTER, ORPHANS, "its way back"),
        ("before update on jobs", TABLES.format("", "integer"), CONVERT, "its way back"),
    ],
)
def test_each_table_that_is_changed_counts(
    shadow: Shadow, database: Session, tmp_path: Path, event: str, target: str, rule: str, when: str
) -> None:
    """A cascade's rows and the way back are data steps as well: refused with the trigger and its function."""
    trigger = f"create trigger stamp {event} for each row execute function note();"
    database.execute(BEFORE + trigger)
    with pytest.raises(DataRefused, match=rf"{when} would fire trigger stamp \(public.note\(\)\)"):
        make_plan(work(shadow, database), wanted(tmp_path, target + trigger, rule))


@pytest.mark.slow
def test_a_way_back_tells_what_it_fires_and_a_receipt_what_was_kept(
    shadow: Shadow, database: Session, tmp_path: Path
) -> None:
    """A dropped column is accounted for; what brings it back updates rows, so their triggers are named for review."""
    trigger = "create trigger stamp before update on jobs for each row execute function note();"
    database.execute(f"{BEFORE}{trigger} insert into jobs values (1, 2, 'large'), (2, 3, null)")
    on = work(shadow, database)
    plan = make_plan(on, wanted(tmp_path, BEFORE.replace(", size text", "") + trigger))
    assert apply(on, plan).accounting == ("public.jobs: 2 rows before = 2 after + 0 quarantined; 1 value kept aside",)
    (known,) = (line for line in plan.information if "fires" in line)
    assert known.startswith("a rollback of step 1 fires trigger stamp (public.note())")
    (told,) = (line for line in roll_back(on).information if "fires" in line)
    assert told.startswith("step 1 fires trigger stamp (public.note())")


@pytest.mark.parametrize("each", ["row", "statement"])
def test_a_trigger_of_one_partition_counts_where_the_whole_is_changed(
    shadow: Shadow, database: Session, tmp_path: Path, each: str
) -> None:
    """An update of a partitioned table fires the row triggers of its partitions, and those of their partitions."""
    tree = """create function note() returns trigger language plpgsql as 'begin return coalesce(new, old); end';
    create table logs (id integer, day integer, size integer, primary key (id, day)) partition by list (day);
    create table logs_1 partition of logs for values in (1) partition by list (day);
    create table logs_1_1 partition of logs_1 for values in (1);
    """
    trigger = f"create trigger stamp before update on logs_1_1 for each {each} execute function note();"
    database.execute(f"{tree}{trigger} insert into logs values (1, 1)")
    target = tree.replace("size integer", "size integer not null") + trigger
    profile = wanted(tmp_path, target, '{nulls: logs.size, become: {default: "1"}}')
    if each == "statement":
        assert make_plan(work(shadow, database), profile).steps
        return
    with pytest.raises(DataRefused, match=r"its step would fire trigger stamp \(public.note\(\)\)"):
        make_plan(work(shadow, database), profile)

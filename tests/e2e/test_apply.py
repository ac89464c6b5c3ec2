"""Applying what was reviewed, from a shell: every other plan, database and moment has its own exit code."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from difftool.files.plans import read_plan, write_plan
from difftool.pg.locks import alone
from tests.e2e.house import KEY, OURS, House, Said, Shell
from tests.platform import building

PLAN = "plan.yaml"


@pytest.fixture
def digest(house: House, difftool: Shell, kept: dict[str, str]) -> str:
    """The first characters of the digest of a plan file to integrated, as people compare them."""
    if PLAN not in kept:
        assert difftool("plan", "--profile", "integrated", "-o", PLAN, *house.url()).code == 0
        kept[PLAN] = (house.project / PLAN).read_text()
    (house.project / PLAN).write_text(kept[PLAN])
    return read_plan(kept[PLAN], PLAN).digest.removeprefix("sha256:")[:12]


def untouched(house: House) -> bool:
    return house.count(f"pg_constraint where conname = '{KEY}'") == 0 and not house.admin.value(
        "select to_regnamespace('difftool')"
    )


def refused(house: House, said: Said, code: int, words: str) -> None:
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert untouched(house)


def test_the_reviewed_plan_is_applied_once(house: House, difftool: Shell, digest: str) -> None:
    """Approved by its digest it runs, and says what it did; drift is clean; again, it says when it was applied."""
    said = difftool("apply", PLAN, "--approve", digest, *house.url())
    assert said.code == 0
    assert "equal to integrated" in said.out
    assert "public.llm_workflow_jobs: 10 rows before = 10 after + 0 quarantined; 4 values kept aside" in said.out
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
    again = difftool("apply", PLAN, "--approve", digest, *house.url())
    assert (again.code, again.out) == (23, "")
    assert "this plan was applied on 20" in again.err
    resumed = difftool("apply", PLAN, "--approve", digest, "--resume", *house.url())
    assert resumed.code == 0
    assert "nothing left to do" in resumed.out
    told = difftool("history", *house.url())
    assert digest in told.out
    assert "3/3" in told.out


def test_the_steps_do_not_need_a_reader(
    house: House, difftool: Shell, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the receipt cannot be written, all steps run all the same; the end says so, and is no success."""
    with suppress(OSError), Path("/dev/full").open("w") as full, monkeypatch.context() as swapped:
        swapped.setattr("sys.stdout", full)
        said = difftool("apply", PLAN, "--approve", digest, *house.url())
    assert said.code == 64
    assert "standard output: cannot be written: No space left on device" in said.err
    assert "its receipt is lost: equal to integrated. difftool history shows" in said.err
    assert "3/3" in difftool("history", *house.url()).out


def test_it_needs_neither_profile_nor_snapshot(house: House, difftool: Shell, digest: str) -> None:
    """The plan file is all that apply reads: in an empty folder it does the same."""
    text = (house.project / PLAN).read_text()
    for file in house.project.rglob("*.yaml"):
        file.unlink()
    (house.project / "elsewhere.yaml").write_text(text)
    assert difftool("apply", "elsewhere.yaml", "--approve", digest, *house.url()).code == 0


EDITS = {
    "its SQL": ("VALIDATE CONSTRAINT", "validate constraint"),
    "a probe": ("must_be: 0", "must_be: 4"),
    "what undoes it": ("DROP CONSTRAINT", "drop constraint"),
    "the database": ("database: difftool_shadow_", "database: other_"),
    "the profile": ("name: integrated", "name: standalone"),
    "the policy": ("shadow: any", "shadow: same"),
    "the order": ("phase: guard", "phase: contract"),
    "the proof": ("forward: equal", "forward: unequal"),
    "what is promised": ("every job names a known user", "every job names a user"),
    "the end": ("after: 18:", "after: 18:0"),
    "the digest": ("digest: sha256:", "digest: sha256:0"),
}


def test_each_edited_field_is_refused(house: House, difftool: Shell, digest: str) -> None:
    """Whatever is edited, the approval of the original does not cover it, or it is no plan any more."""
    text = (house.project / PLAN).read_text()
    for what, (old, new) in EDITS.items():
        assert old in text, what
        (house.project / "edited.yaml").write_text(text.replace(old, new, 1))
        said = difftool("apply", "edited.yaml", "--approve", digest, *house.url())
        assert said.code in (22, 10), what
        assert said.out == ""
    assert untouched(house)


def test_what_was_observed_is_not_part_of_the_review(house: House, difftool: Shell, digest: str) -> None:
    """Counts and examples are looked at again when it runs: the digest does not depend on them."""
    head, observed = (house.project / PLAN).read_text().split("observed:")
    assert "4 of 10 rows" in observed
    (house.project / PLAN).write_text(f"{head}observed:{observed.replace('4 of 10 rows', 'some rows')}")
    assert difftool("apply", PLAN, "--approve", digest, *house.url()).code == 0


def test_an_unknown_format_is_10(house: House, difftool: Shell, digest: str) -> None:
    """A plan of a later difftool is not half understood."""
    text = (house.project / PLAN).read_text()
    (house.project / PLAN).write_text(text.replace("difftool: 1\n", "difftool: 2\n"))
    refused(house, difftool("apply", PLAN, "--approve", digest, *house.url()), 10, "plan.yaml:1")


def test_another_database_is_24(house: House, difftool: Shell, digest: str) -> None:
    """A database with the same schema under another name is not the one that was reviewed."""
    other = house.server.create()
    said = difftool("apply", PLAN, "--approve", digest, "--db", other.dsn)
    refused(house, said, 24, f"this is {other.name}")
    house.server.drop(other)


def test_a_change_in_scope_is_23(house: House, difftool: Shell, digest: str) -> None:
    """Somebody adds a column to our table: the plan is stale."""
    house.admin.execute("alter table llm_webhook_attempts add column surprise int")
    refused(house, difftool("apply", PLAN, "--approve", digest, *house.url()), 23, "make a new plan")


def test_a_change_out_of_scope_is_nobodys_business(house: House, difftool: Shell, digest: str) -> None:
    """Other teams migrate as they like between plan and apply."""
    house.admin.execute(
        "alter table orders add column surprise int; create table llm_other (id int); alter table profiles add age int"
    )
    assert difftool("apply", PLAN, "--approve", digest, *house.url()).code == 0


def test_without_approval_is_22(house: House, difftool: Shell, digest: str) -> None:
    """Where nobody can be asked the digest must be given, and it must be this plan's."""
    said = difftool("apply", PLAN, *house.url())
    refused(house, said, 22, f"--approve {digest}")
    refused(house, difftool("apply", PLAN, "--approve", "0" * 12, *house.url()), 22, "names another plan")


def test_a_dry_run_asks_everything_and_changes_nothing(house: House, difftool: Shell, digest: str) -> None:
    """Without approval it says what would run; with a stale database it refuses as apply would."""
    before = house.rows()
    said = difftool("apply", PLAN, "--dry-run", *house.url())
    assert (said.code, house.rows()) == (0, before)
    assert "3 steps would run" in said.out
    assert untouched(house)
    house.admin.execute("drop index idx_workflow_jobs_status")
    refused(house, difftool("apply", PLAN, "--dry-run", *house.url()), 23, "make a new plan")


def test_a_second_apply_is_25(house: House, difftool: Shell, digest: str) -> None:
    """While another difftool holds the database, this one says which process that is, and goes."""
    with alone(house.admin):
        said = difftool("apply", PLAN, "--approve", digest, *house.url())
    refused(house, said, 25, f"process {house.admin.pid} of ")


def test_rows_that_turned_bad_are_20(house: House, difftool: Shell) -> None:
    """The plan needed no rule when it was made; an orphan that came since refuses it before the first change."""
    house.write_profile("undecided", (building.ROOT / "demo" / "undecided.yaml").read_text())
    house.admin.execute("delete from llm_workflow_jobs where user_id not in (select id from profiles)")
    plan = house.plan("undecided")
    (house.project / PLAN).write_text(write_plan(plan))
    house.admin.execute("delete from profiles where id = md5('user 1')::uuid")
    said = difftool("apply", PLAN, "--approve", plan.digest, *house.url())
    refused(house, said, 20, "1 rows name a row of profiles that does not exist")


STOPS = """
create function enough() returns event_trigger language plpgsql as $$
begin
    if exists (select from difftool.step where id = 2 and done is not null) then raise 'enough'; end if;
end $$;
create event trigger enough on ddl_command_start when tag in ('ALTER TABLE') execute function enough()
"""
"""Lets a plan come as far as its second step."""


def test_half_applied_waits_and_resumes(house: House, difftool: Shell, digest: str) -> None:
    """It says how far it came; drift knows what waits and undoes nothing; nobody plans there until it is finished."""
    house.admin.execute(STOPS)
    stopped = difftool("apply", PLAN, "--approve", digest, *house.url())
    assert stopped.code == 30
    assert "2 of 3 steps have run. To go on: difftool apply PLAN --resume" in stopped.err
    house.admin.execute("drop event trigger enough")
    waits = f"plan {digest} to integrated waits at validate since 20"
    again = difftool("apply", PLAN, "--approve", digest, *house.url())
    assert (again.code, again.out) == (30, "")
    assert "2 of 3 steps of this plan have run, next: " in again.err
    drift = difftool("drift", "--profile", "integrated", *house.url())
    assert (drift.code, drift.out.splitlines()[0]) == (0, "integrated: clean")
    assert waits in " ".join(drift.out.split())
    assert f"Waiting: plan {digest} to integrated, 2 of 3 steps" in difftool("status", *house.url()).out
    for profile in ("integrated", "standalone"):
        planned = difftool("plan", "--profile", profile, *house.url())
        assert (planned.code, planned.out) == (30, "")
        assert waits in planned.err
    house.admin.execute("alter table external_api_cache add column surprise int")
    drifted = difftool("drift", "--profile", "integrated", "--format", "sql", *house.url())
    assert drifted.code == 2
    assert "alter" not in drifted.out.lower()
    house.admin.execute("alter table external_api_cache drop column surprise")
    assert difftool("apply", PLAN, "--approve", digest, "--resume", *house.url()).code == 0
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0


def test_a_real_process_ends_with_the_same_code(house: House, digest: str) -> None:
    """From a shell, without a terminal: results on standard output, the reason on standard error, no password in it."""
    command = [sys.executable, "-m", "difftool", "apply", PLAN, *house.url()]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert (done.returncode, done.stdout) == (22, "")
    assert done.stderr.splitlines()[0].startswith(house.database.name)
    assert house.rows(*OURS)

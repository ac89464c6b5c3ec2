"""One schema, three teams: difftool manages four tables and touches nothing else, whoever leans on them."""

from __future__ import annotations

import pytest

from difftool.errors import NoProvenPlan
from difftool.model.profile import Profile, SnapshotFile
from tests.e2e.house import KEY, OURS, House, Shell
from tests.platform import building

LEANING = """
create policy "Reports of known jobs" on mission_reports for select to authenticated
    using (exists (select from llm_workflow_jobs job where job.status <> 'deleted'));
create function llm_jobs_seen() returns bigint language sql stable
begin atomic; select count(*) from llm_workflow_jobs; end;
create view mission_jobs as
    select m.state, usage.cost_usd from missions m, llm_provider_usage usage
    where m.state <> 'draft' and m.id = usage.job_id and is_admin();
create materialized view job_states as select status, count(*) from llm_workflow_jobs group by 1;
"""
"""More of the main application's that depends on ours; mission_jobs needs things that no copy of ours has."""


def lean(house: House) -> None:
    house.admin.execute("set role postgres")
    building.load(house.admin, building.HERE / "main_application_on_jobs.sql")
    house.admin.execute(LEANING)
    house.admin.execute("reset role")


def microservice(house: House) -> str:
    """A role that owns our four tables, may refer to profiles, and has no right on anything else in the database."""
    role = house.role("microservice")
    for table in OURS:
        house.admin.execute(f"alter table {table} owner to {role}")
    house.admin.execute(
        f"alter table profiles disable row level security; grant select, references on profiles to {role}"
    )
    return role


def reached(house: House, role: str) -> set[str]:
    """Tables and views of public on which the role has any right."""
    found = house.admin.rows(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm')"
        " and has_table_privilege(%s, oid, 'select, insert, update, delete, truncate, references, trigger')",
        [role],
    )
    return {name for (name,) in found}


@pytest.mark.slow
def test_a_role_without_rights_on_the_neighbours_brings_the_key(house: House) -> None:
    """Planned and applied by a role that sees only our tables and profiles; in pg_dump's words the key alone is new."""
    lean(house)
    role = microservice(house)
    assert reached(house, role) == {*OURS, "profiles"}
    house.admin.execute(f"create schema difftool authorization {role}")
    before = set(house.schema())
    plan = house.plan("integrated", role)
    assert plan.proof.forward == plan.proof.back == plan.proof.observer == "equal"
    locked = {relation for step in plan.steps for relation in step.locks}
    assert locked == {"public.llm_workflow_jobs", "public.profiles"}
    assert {name for step in plan.steps for name in step.touches} == {f"constraint public.llm_workflow_jobs.{KEY}"}
    house.apply(plan, role)
    after = set(house.schema())
    assert before - after == set()
    assert [KEY in statement for statement in after - before] == [True]


@pytest.mark.slow
def test_what_the_snapshot_does_not_know_is_invisible(house: House) -> None:
    """The plan's text names no neighbour, though the snapshot names none of the 36 other tables."""
    lean(house)
    theirs = {
        name for (name,) in house.admin.rows("select tablename::text from pg_tables where schemaname = 'public'")
    } - {*OURS, "profiles"}
    assert len(theirs) == 35
    text = "\n".join(statement for step in house.plan("integrated").steps for statement in step.sql)
    assert not [name for name in theirs if f".{name}" in text]


@pytest.mark.slow
def test_a_foreign_object_in_the_way_is_named_with_its_owner(house: House) -> None:
    """A column whose type must change cannot, for a view of another team reads it: refused, both are named."""
    lean(house)
    with pytest.raises(NoProvenPlan) as refused:
        house.plan(widened(house))
    costs = "(owner postgres) depends on column public.llm_provider_usage.cost_usd"
    assert refused.value.details == (f"view public.mission_jobs {costs}",)
    house.admin.execute("drop view mission_jobs")
    with pytest.raises(NoProvenPlan) as refused:
        house.plan(widened(house))
    assert f"view public.mission_report_costs {costs}" in refused.value.details


def widened(house: House) -> Profile:
    profile = house.profile("standalone")
    files = tuple(
        SnapshotFile(file.name, file.text.replace("numeric(10, 6)", "numeric(12, 6)")) for file in profile.snapshot
    )
    assert files != profile.snapshot
    return house.profile("standalone", snapshot=files)


def test_what_hangs_on_our_table_follows_it(house: House) -> None:
    """Their trigger on our table is a difference of ours, shown and taken off; their function stays."""
    house.admin.execute(
        "create trigger theirs after insert on llm_workflow_jobs for each row execute function set_updated_at()"
    )
    plan = house.plan("standalone")
    assert plan.changes == ("- trigger theirs on llm_workflow_jobs",)
    house.apply(plan)
    assert house.count("pg_trigger where tgname = 'theirs'") == 0
    assert house.count("pg_proc where proname = 'set_updated_at'") == 1


def test_unclaimed_tables_are_reported_and_kept(house: House, difftool: Shell) -> None:
    """A pattern that catches the second service's tables makes them drift, not victims; `drop:` names victims."""
    text = (building.ROOT / "profiles" / "standalone.yaml").read_text()
    head, tail = text.split("manages:\n")
    manages = "manages: [public.llm_*, public.external_api_cache]\n"
    rest = tail[tail.index("ignore:") :]
    house.write_profile("wide", head + manages + rest)
    said = difftool("drift", "--profile", "wide", *house.url())
    assert said.code == 2
    for table in ("llm_models", "llm_providers", "llm_usage"):
        assert f"table public.{table}: not in the snapshot" in said.out
    planned = difftool("plan", "--profile", "wide", "--format", "json", *house.url())
    assert planned.code == 0
    assert planned.json["steps"] == []
    house.write_profile("wide", head + manages + "drop: [public.llm_usage]\n" + rest)
    dropped = difftool("plan", "--profile", "wide", "--format", "json", *house.url())
    assert [step["touches"] for step in dropped.json["steps"]] == [["table public.llm_usage"]]

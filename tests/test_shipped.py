"""The shipped profiles are the platform's schemas, and the platform's own migrations lead to them."""

from __future__ import annotations

from collections.abc import Callable

import psycopg2
import pytest

from difftool.diff.compare import compare
from difftool.diff.comparing import comparing_for
from difftool.diff.scope import within
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.platform import building, facts

SERVICE = ("standalone", "integrated", "integrated-strict")
PROVIDERS = ("uuid-keyed-providers", "name-keyed-providers", "name-keyed-providers-composite")
STATES = (
    ("migrations", 4, "standalone"),
    ("migrations", 5, "integrated"),
    ("second_service", 3, "uuid-keyed-providers"),
)
"""folder of numbered pairs, how many of them, the profile that they lead to"""


def test_the_six_profiles_are_shipped() -> None:
    """Each profile of the platform is there, and names its tables one by one, with comments left out."""
    shipped = {file.stem for file in (building.ROOT / "profiles").glob("*.yaml")}
    assert shipped == {*SERVICE, *PROVIDERS}
    for name in shipped:
        assert not any("*" in pattern for pattern in building.profile(name)["manages"])
        assert building.profile(name)["ignore"] == ["comments"]


@pytest.mark.parametrize("name", SERVICE)
@pytest.mark.parametrize("table", facts.COLUMNS)
def test_the_service_has_exactly_its_tables(database: Session, name: str, table: str) -> None:
    """Every column, default, constraint, index and comment is as the platform has it, and none is added."""
    building.load_snapshot(database, name)
    columns, constraints = facts.lines(facts.COLUMNS[table]), facts.lines(facts.CONSTRAINTS[table])
    if table == facts.JOBS and name != "standalone":
        constraints |= {facts.USER_REFERENCE}
    if table == facts.JOBS and name == "integrated-strict":
        columns = (columns - {"user_id uuid"}) | {"user_id uuid not null"}
    assert building.columns(database, table) == columns
    assert building.constraints(database, table) == constraints
    assert building.indexes(database, table) == facts.lines(facts.INDEXES[table])
    assert building.commented(database, table) == set(facts.COMMENTED.get(table, "").split())


@pytest.mark.parametrize("name", PROVIDERS)
def test_providers_have_exactly_their_keys(database: Session, name: str) -> None:
    """Keys and the columns that make them are those of the profile; other profiles' are absent."""
    building.load_snapshot(database, name)
    for table, keys in facts.KEYS_OF_PROVIDERS[name].items():
        assert building.constraints(database, table) == facts.lines(keys)
        found = dict(line.split(" ", 1) for line in building.columns(database, table))
        key_columns = {"provider_id", "model_id", "provider_name", "model_name", "name"}
        key_columns |= set() if table == "llm_usage" else {"id"}
        wanted = facts.KEY_COLUMNS_OF_PROVIDERS[name][table]
        assert {column: kind for column, kind in found.items() if column in key_columns} == wanted


@pytest.mark.parametrize("name", PROVIDERS[1:])
def test_changing_keys_leaves_all_other_columns(new_database: Callable[[], Session], name: str) -> None:
    """What is no key has the same name, type and default before and after providers are keyed by name."""
    today, target = new_database(), new_database()
    building.load_snapshot(today, "uuid-keyed-providers")
    building.load_snapshot(target, name)
    for table in building.tables(name):
        before, after = building.columns(today, table), building.columns(target, table)
        keys = facts.KEY_COLUMNS_OF_PROVIDERS
        assert _without(before, keys["uuid-keyed-providers"][table]) == _without(after, keys[name][table])


def _without(columns: set[str], names: dict[str, str]) -> set[str]:
    return {column for column in columns if column.split()[0] not in names}


@pytest.mark.parametrize(("folder", "count", "name"), STATES)
def test_the_platforms_own_migrations_lead_to_the_profile(
    new_database: Callable[[], Session], folder: str, count: int, name: str
) -> None:
    """A database built by the numbered migrations is, in pg_dump's words, one built from the snapshot."""
    live, target = new_database(), new_database()
    building.load_platform(live)
    building.load(live, *building.ups(folder)[:count])
    building.load_snapshot(target, name)
    assert building.dump(live, building.tables(name)) == building.dump(target, building.tables(name))


@pytest.mark.parametrize(("folder", "count", "name"), STATES)
def test_the_platforms_database_shows_no_drift(
    shadow: Shadow, database: Session, folder: str, count: int, name: str
) -> None:
    """Supabase's owner, grants and default privileges, column order and comments are no differences."""
    building.load_platform(database)
    building.load(database, *building.ups(folder)[:count])
    scratch = shadow.create()
    with scratch.open_as_loader() as session:
        building.load_snapshot(session, name)
        target = read_catalog(session)
    shadow.drop(scratch)
    profile = load_profile(name, load_settings(building.ROOT))
    target, live = within(target, profile.scope), within(read_catalog(database), profile.scope)
    assert compare(target, live, comparing_for(target, profile.compare, profile.ignore)) == ()
    assert not live.not_compared


@pytest.mark.parametrize("folder", ["migrations", "second_service"])
def test_each_down_undoes_its_up(database: Session, folder: str) -> None:
    """After a pair's down script the tables are what they were before its up script, back to none."""
    building.load_platform(database)
    own = ["llm_*", "external_*", "profiles"]
    before = []
    for up in building.ups(folder):
        before.append(building.dump(database, own))
        building.load(database, up)
        assert building.dump(database, own) != before[-1]
    for up in reversed(building.ups(folder)):
        building.load(database, building.down(up))
        assert building.dump(database, own) == before.pop()


@pytest.mark.parametrize("name", SERVICE + PROVIDERS)
def test_what_a_profile_verifies_holds_in_its_target(database: Session, name: str) -> None:
    """Every verify query returns one number, and it is 0 in a database that is at the target."""
    building.load_snapshot(database, name)
    for sentence in building.profile(name).get("verify", ()):
        for query in sentence.values():
            assert database.rows(query) == [(0,)], query


@pytest.mark.parametrize(
    ("live", "name", "answers"),
    [("integrated", "standalone", [1]), ("uuid-keyed-providers", "name-keyed-providers", [None, 5, 0])],
)
def test_what_a_profile_verifies_fails_elsewhere(
    database: Session, live: str, name: str, answers: list[int | None]
) -> None:
    """A verify query counts what is wrong at another target, or cannot even run there (None)."""
    building.load_snapshot(database, live)
    found = [_answer(database, query) for entry in building.profile(name)["verify"] for query in entry.values()]
    assert found == answers


def _answer(session: Session, query: str) -> int | None:
    try:
        return int(session.value(query))
    except psycopg2.errors.UndefinedColumn:
        return None


@pytest.mark.slow
def test_the_seed_is_what_it_says(database: Session) -> None:
    """The demo's rows are as many as promised, and 137 jobs name a user that is gone."""
    building.load_platform(database)
    building.load(database, *building.ups("migrations")[:4], building.ROOT / "demo" / "seed.sql")
    counted = {
        table: database.value(f"select count(*) from public.{table}")
        for table in ("profiles", *building.tables("integrated"))
    }
    assert counted == {
        "profiles": 5_000,
        "llm_workflow_jobs": 100_000,
        "llm_webhook_attempts": 30_000,
        "llm_provider_usage": 120_000,
        "external_api_cache": 2_000,
    }
    database.execute("set row_security = off")
    queries = [query for entry in building.profile("integrated")["verify"] for query in entry.values()]
    assert [database.value(query) for query in queries] == [137, 1]


def test_the_neighbours_are_those_of_the_platform(database: Session) -> None:
    """33 tables of another team surround ours, one leans on them; the API's roles may do all."""
    building.load_platform(database)
    assert database.value("select count(*) from pg_tables where schemaname = 'public'") == 33
    building.load(database, *building.ups("migrations"), building.HERE / "main_application_on_jobs.sql")
    assert database.value("select has_table_privilege('anon', 'public.llm_workflow_jobs', 'delete')")
    assert "llm_workflow_jobs" in database.value(
        "select string_agg(confrelid::regclass::text, ' ') from pg_constraint"
        " where conrelid = 'public.mission_reports'::regclass and contype = 'f'"
    )


def test_a_deleted_user_takes_the_jobs_along(database: Session) -> None:
    """In `integrated`, deleting a profile deletes its jobs, and with them what hangs on them."""
    building.load_snapshot(database, "integrated")
    user, job = "a0000000-0000-4000-8000-000000000000", "b0000000-0000-4000-8000-000000000000"
    database.execute("insert into profiles values (%s, 'a@example.org')", [user])
    database.execute(
        "insert into llm_workflow_jobs (id, celery_task_id, workflow_name, user_id, input_data)"
        " values (%s, 'c', 'w', %s, '{}')",
        [job, user],
    )
    database.execute("insert into llm_provider_usage (job_id, provider, model) values (%s, 'p', 'm')", [job])
    database.execute("delete from profiles where id = %s", [user])
    assert database.rows(
        "select (select count(*) from llm_workflow_jobs), (select count(*) from llm_provider_usage)"
    ) == [(0, 0)]


@pytest.mark.parametrize("name", PROVIDERS[1:])
def test_usage_is_written_by_names_alone(database: Session, name: str) -> None:
    """Keyed by name, a usage row needs nothing but the two names."""
    building.load_snapshot(database, name)
    database.execute("insert into llm_usage (provider_name, model_name) values ('north', 'north-large')")
    assert database.value("select cost_usd from llm_usage") == 0

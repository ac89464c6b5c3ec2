from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from difftool.errors import ConfigError
from difftool.model.foreign_key import Column, ForeignKey, Table
from difftool.model.profile import DataRule, Place
from difftool.pg import ledger
from difftool.pg.session import Session
from difftool.planning import orphans

JOBS = Table(
    "public",
    "jobs",
    (
        Column("id", "integer", nullable=False),
        Column("user_id", "integer"),
        Column("Mood", "public.mood"),
        Column("twice", "integer", generated=True),
    ),
    ("id",),
)
ATTEMPTS = Table("public", "attempts", (Column("id", "integer", nullable=False), Column("job", "integer")), ("id",))
TO_PROFILES = ForeignKey("jobs_user_id_fkey", JOBS, ("user_id",), "public", "profiles", ("id",))
TO_JOBS = ForeignKey("attempts_job_fkey", ATTEMPTS, ("job",), "public", "jobs", ("id",))

SCHEMA = """
create type mood as enum ('sad', 'ok');
create table profiles (id integer primary key);
create table jobs (id integer generated always as identity primary key, user_id integer, "Mood" mood default 'sad',
  twice integer generated always as (id * 2) stored);
create table attempts (id integer primary key, job integer references jobs on delete cascade);
insert into profiles values (1), (2), (999);
insert into jobs (user_id) values (1), (2), (77), (null), (88);
insert into attempts select g, g from generate_series(1, 5) g
"""


@pytest.fixture
def live(database: Session) -> Session:
    for statement in SCHEMA.split(";\n"):
        database.execute(statement)
    ledger.prepare(database)
    return database


def rule(become: Any) -> DataRule:
    return DataRule("orphans", "jobs.user_id", {"become": become}, Place("profiles/x.yaml", 9, 5))


def run(session: Session, *statements: str) -> None:
    with session.transaction():
        for statement in statements:
            session.execute(statement)


def contents(session: Session) -> Mapping[str, list[tuple[Any, ...]]]:
    return {name: session.rows(f"select * from {name} order by 1") for name in ("jobs", "attempts")}


def users(session: Session) -> list[Any]:
    return [user for (user,) in session.rows("select user_id from jobs order by id")]


def test_orphans_are_counted(live: Session) -> None:
    """The probe counts rows that name nothing; a NULL names nothing on purpose."""
    assert live.value(orphans.orphan_probe(TO_PROFILES).ask) == 2
    assert live.value(orphans.count_query(TO_PROFILES)) == 5


def test_set_null_keeps_the_values_and_the_way_back_restores_them(live: Session) -> None:
    """Orphaned values become NULL and return on the way back, to the very bytes."""
    before = contents(live)
    resolved = orphans.resolve(TO_PROFILES, rule("set-null"), "ab12", 1, "30 days")
    run(live, *resolved.sql)
    assert users(live) == [1, 2, None, None, None]
    run(live, *resolved.undo.sql)
    assert contents(live) == before


def test_a_default_is_put_in_their_place(live: Session) -> None:
    """With `become: {default: expr}` orphans take the expression's value, and the way back knows it again."""
    before = contents(live)
    resolved = orphans.resolve(TO_PROFILES, rule({"default": "999"}), "ab12", 1, "30 days")
    run(live, *resolved.sql)
    assert users(live) == [1, 2, 999, None, 999]
    run(live, *resolved.undo.sql)
    assert contents(live) == before


@pytest.mark.parametrize("become", ["delete", "quarantine"])
def test_deleted_rows_return_with_all_that_referred_to_them(live: Session, become: str) -> None:
    """Orphans and what a cascade takes with them are kept whole, odd names, types and identity values included."""
    before = contents(live)
    resolved = orphans.resolve(TO_PROFILES, rule(become), "ab12", 1, "30 days", (TO_JOBS,))
    run(live, *resolved.sql)
    assert [row[0] for row in contents(live)["jobs"]] == [1, 2, 4]
    assert [row[0] for row in contents(live)["attempts"]] == [1, 2, 4]
    ends = live.rows("select keep_until is null from difftool.quarantine")
    assert ends == [(become == "quarantine",)] * 2
    run(live, *resolved.undo.sql)
    assert contents(live) == before


def test_the_newer_state_wins(live: Session) -> None:
    """The way back leaves a row alone that somebody changed or deleted since, and what it does not use stays kept."""
    resolved = orphans.resolve(TO_PROFILES, rule("set-null"), "ab12", 1, "30 days")
    run(live, *resolved.sql, "update jobs set user_id = 2 where id = 3", "delete from jobs where id = 4")
    run(live, *resolved.undo.sql)
    assert users(live) == [1, 2, 2, 88]
    assert live.value("select was_user_id from difftool.kept_ab12_1") == 77


def test_the_same_plan_may_come_again(live: Session) -> None:
    """Applied, rolled back, applied and rolled back: the rows are as at first."""
    before = contents(live)
    for become, key, cascade in (("set-null", "ab12", ()), ("delete", "cd34", (TO_JOBS,))):
        resolved = orphans.resolve(TO_PROFILES, rule(become), key, 1, "30 days", cascade)
        for _ in range(2):
            run(live, *resolved.sql)
            run(live, *resolved.undo.sql)
        assert contents(live) == before


def test_the_registry_knows_what_is_kept(live: Session) -> None:
    """The quarantine table is registered with its source, its kind, its columns and its rows."""
    run(live, *orphans.resolve(TO_PROFILES, rule("set-null"), "ab12", 1, "30 days").sql)
    assert live.rows(
        "select name, plan_key, kind, source_schema, source_table, columns, rows,"
        " keep_until = kept_at + interval '30 days' from difftool.quarantine"
    ) == [
        (
            "difftool.kept_ab12_1",
            "ab12",
            "values",
            "public",
            "jobs",
            {"id": "integer", "user_id": "integer"},
            2,
            True,
        )
    ]


def test_what_is_kept_depends_on_nothing_managed(live: Session) -> None:
    """A type that is not built in is kept as text, so it can be changed or dropped later."""
    run(live, *orphans.resolve(TO_PROFILES, rule("delete"), "ab12", 1, None, (TO_JOBS,)).sql)
    live.execute("drop table attempts")
    live.execute("drop table jobs")
    live.execute("drop type mood")
    assert live.rows('select id, "Mood" from difftool.kept_ab12_1 order by id') == [(3, "sad"), (5, "sad")]


def test_without_a_primary_key_nothing_can_be_brought_back() -> None:
    """The rule is refused, with its place in the profile."""
    bare = ForeignKey("x", Table("public", "jobs", JOBS.columns), ("user_id",), "public", "profiles", ("id",))
    with pytest.raises(ConfigError, match=r"profiles/x\.yaml:9:5: orphans: public\.jobs has no primary key"):
        orphans.resolve(bare, rule("delete"), "ab12", 1, None)


def test_a_column_that_is_not_null_cannot_be_set_null() -> None:
    """The rule is refused, and the choices that are left are named."""
    strict = ForeignKey("x", ATTEMPTS, ("id",), "public", "jobs", ("id",))
    named = DataRule("orphans", "attempts.id", {"become": "set-null"}, Place("profiles/x.yaml", 9))
    with pytest.raises(ConfigError, match="choose delete, quarantine or a default"):
        orphans.resolve(strict, named, "ab12", 1, None)
    assert "become: delete " in orphans.remedy(strict)[-1]


def test_the_remedy_names_the_column() -> None:
    """The YAML to add is the shortest that works."""
    assert orphans.remedy(TO_PROFILES) == (
        "data:",
        "  - orphans: jobs.user_id",
        "    become: set-null          # or delete, quarantine",
    )


def test_under_match_full_all_columns_become_null(database: Session) -> None:
    """With NULL in only some of its columns a row would still be refused: set-null takes all, and all come back."""
    for statement in (
        "create table p (a int, b int, primary key (a, b))",
        "create table c (id int primary key, a int, b int)",
        "insert into p values (1, 1)",
        "insert into c values (1, 1, 1), (2, 2, 2), (3, 1, null), (4, null, 5), (5, null, null)",
    ):
        database.execute(statement)
    ledger.prepare(database)
    columns = tuple(Column(name, "integer") for name in ("id", "a", "b"))
    fk = ForeignKey("f", Table("public", "c", columns, ("id",)), ("a", "b"), "public", "p", ("a", "b"), full=True)
    given = DataRule("orphans", "c.a", {"become": "set-null"}, Place("profiles/x.yaml", 9, 5))
    before = database.rows("select * from c order by 1")
    resolved = orphans.resolve(fk, given, "ab12", 1, "30 days")
    run(database, *resolved.sql)
    database.execute("alter table c add constraint f foreign key (a, b) references p match full")
    assert database.rows("select id from c where a is not null") == [(1,)]
    run(database, "alter table c drop constraint f", *resolved.undo.sql)
    assert database.rows("select * from c order by 1") == before

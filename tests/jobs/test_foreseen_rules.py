"""A rule that would leave rows in the way, or fail for one, is refused when it is planned, with what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from difftool.errors import ConfigError, DataRefused
from difftool.jobs.make_plan import make_plan
from difftool.jobs.target import build_target
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import apply, rolled_back, work
from tests.jobs.test_triggers import wanted

JOBS = "create table users (id integer primary key); create table jobs (id integer primary key, user_id integer{});"
FREE, BOUND, NEEDED = JOBS.format(""), JOBS.format(" references users"), JOBS.format(" not null references users")
PEOPLE = "insert into users values (1); insert into jobs values (1, 1), (2, 7), (3, 8);"
DEFAULT = "{{orphans: jobs.user_id, become: {{default: '{}'}}}}"


def refused_for(shadow: Shadow, database: Session, profile_folder: Path, target: str, *rules: str) -> str:
    with pytest.raises(DataRefused) as refused:
        make_plan(work(shadow, database), wanted(profile_folder, target, *rules))
    return " ".join(" ".join(refused.value.details).split())


@pytest.mark.parametrize(
    ("live", "target", "default", "why"),
    [
        (FREE, BOUND, "user_id + 1", "2 of 3 rows of jobs would name no row of users by the rule's default"),
        (JOBS.format(" not null"), NEEDED, "nullif(id, id)", "2 of 3 rows of jobs would name no row of users"),
        (FREE, BOUND, "1 / (id - 2)", "division by zero"),
    ],
)
def test_a_default_that_leaves_orphans_is_refused(
    shadow: Shadow, database: Session, tmp_path: Path, live: str, target: str, default: str, why: str
) -> None:
    """What becomes of an orphan is looked up among the parents before anything runs."""
    database.execute(live + PEOPLE)
    told = refused_for(shadow, database, tmp_path, target, DEFAULT.format(default))
    assert why in told
    assert "# in orphans: jobs.user_id become:" in told or "division" in told


@pytest.mark.slow
def test_a_default_is_asked_of_the_orphans_alone(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """It need not make sense for rows that never get it; and a statement of the profile may bring its parent."""
    database.execute(FREE + PEOPLE)
    on = work(shadow, database)
    seed = "{sql: insert into users select 0, expect: select 1 - count(*) from users where id = 0}"
    profile = wanted(tmp_path, BOUND, DEFAULT.format("0 / (id - 1)"), seed)
    allowed = replace(profile.policy, hazards={**profile.policy.hazards, "IRREVERSIBLE": "allow"})
    apply(on, make_plan(on, replace(profile, policy=allowed)))
    assert database.rows("select user_id from jobs order by id") == [(1,), (0,), (0,)]


KEPT = "create table kept (id integer primary key, a integer, b integer{});"
REPEATED = "insert into kept values (1, 5, 0), (2, 5, 3), (3, 6, 2);"


@pytest.mark.parametrize("by", ["1 / (id - 3)", "a desc, 1 / b"])
def test_an_order_that_fails_for_a_row_is_refused(shadow: Shadow, database: Session, tmp_path: Path, by: str) -> None:
    """Also for a row that repeats nothing: PostgreSQL evaluates the order for all of them."""
    database.execute(KEPT.format("") + REPEATED)
    rule = f"{{duplicates: kept(a), keep: {{by: '{by}'}}}}"
    told = refused_for(shadow, database, tmp_path, KEPT.format(", unique (a)"), rule)
    assert "cannot be ordered by the rule's `keep`" in told
    assert "division by zero" in told
    assert "# in duplicates: kept(a) keep: first" in told


@pytest.mark.slow
def test_rows_are_kept_by_several_expressions_each_in_its_direction(
    shadow: Shadow, database: Session, tmp_path: Path
) -> None:
    """What may follow ORDER BY may be said: the first of that order stays, the others come back."""
    database.execute(KEPT.format("") + REPEATED)
    on = work(shadow, database)
    rule = "{duplicates: kept(a), keep: {by: 'b desc nulls last, id'}}"
    apply(on, make_plan(on, wanted(tmp_path, KEPT.format(", unique (a)"), rule)))
    assert database.rows("select id from kept order by id") == [(2,), (3,)]
    rolled_back(on)
    assert database.rows("select * from kept order by id") == [(1, 5, 0), (2, 5, 3), (3, 6, 2)]


VOLATILE = (
    "create function drawn(integer, text default '') returns text language sql volatile as 'select random()::text';"
)


@pytest.mark.parametrize(
    "using", ["b + random()", "gen_random_uuid()", "public.drawn(a)", "coalesce(a::text, drawn(b, 'x'))"]
)
def test_a_conversion_by_chance_is_refused_where_it_stands(shadow: Shadow, tmp_path: Path, using: str) -> None:
    """With the function and the reason: its way back could not tell what it had left."""
    rule = f'{{convert: kept.b, using: "{using}"}}'
    with pytest.raises(
        ConfigError, match=r"any\.yaml:4:\d+: convert: kept\.b: .* \(VOLATILE\), so the way back"
    ) as refused:
        build_target(shadow, wanted(tmp_path, VOLATILE + KEPT.format(""), rule), None)
    assert any(name in refused.value.message for name in ("random", "gen_random_uuid", "drawn"))


def test_a_function_that_only_the_database_has_counts(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """What the snapshot does not know is looked up in the database that the plan is for."""
    database.execute(f"create schema ours; {VOLATILE.replace('drawn', 'ours.drawn')}{KEPT.format('')}")
    profile = wanted(
        tmp_path, KEPT.format("").replace("b integer", "b text"), "{convert: kept.b, using: ours.drawn(b)}"
    )
    with pytest.raises(ConfigError, match="drawn in `using` may give another value"):
        make_plan(work(shadow, database), profile)


UNIQUE = "create unique index once on kept "


@pytest.mark.slow
def test_a_unique_index_is_made_as_a_constraint_is(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """Of the rows of which a partial one speaks, one stays of each value; the others come back."""
    database.execute(KEPT.format("") + REPEATED + "insert into kept values (4, 6, -1), (5, 5, -1)")
    on, before = work(shadow, database), database.rows("select * from kept order by id")
    target = f"{KEPT.format('')}{UNIQUE}(a) where b >= 0;"
    apply(on, make_plan(on, wanted(tmp_path, target, "{duplicates: kept(a), keep: first}")))
    assert database.rows("select id from kept order by id") == [(1,), (3,), (4,), (5,)]
    rolled_back(on)
    assert database.rows("select * from kept order by id") == before


@pytest.mark.parametrize(
    ("index", "remedy"),
    [
        ("(a)", "- duplicates: kept(a) keep: first"),
        ("((a + 1))", "no rule knows expressions as keys: change or delete these rows yourself, then plan again"),
    ],
)
def test_what_repeats_in_an_index_is_told_with_what_to_do(
    shadow: Shadow, database: Session, tmp_path: Path, index: str, remedy: str
) -> None:
    """The rule that would resolve it, or that there is none."""
    database.execute(KEPT.format("") + REPEATED)
    assert remedy in refused_for(shadow, database, tmp_path, f"{KEPT.format('')}{UNIQUE}{index};")


def test_a_statement_does_not_count_as_taking_care_of_nulls(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """The refusal says so where one is declared, and what does."""
    database.execute(KEPT.format("") + "insert into kept (id) values (1)")
    target = KEPT.format("").replace("a integer", "a integer not null")
    own = "{sql: update kept set a = 0 where a is null, expect: select count(*) from kept where a is null}"
    told = refused_for(shadow, database, tmp_path, target, own)
    assert "An `sql` rule (any.yaml:4:5) does not count as taking care of rows" in told
    assert "`nulls`, `fill`, `orphans`" in told
    assert "- nulls: kept.a" in told
    assert "`sql` rule" not in refused_for(shadow, database, tmp_path, target)

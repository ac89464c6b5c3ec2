"""The platform's transitions with many rows, good and bad, while others write: all accounted for, and taken back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import psycopg2
import pytest

from difftool.jobs.roll_back import roll_back
from difftool.model.profile import DataRule, Place, Profile
from difftool.pg.session import Session
from tests.e2e.house import House
from tests.platform.building import ROOT

SOME, MANY = 3_000, 100_000


@dataclass(frozen=True)
class Move:
    """`start` brings the house to where the move begins, `rows` seeds {n} rows.

    `writes` is what somebody writes all the while; `new` tells those rows of each table.
    """

    start: str
    profile: str
    rows: str
    writes: str
    new: dict[str, str]
    later: str


JOBS = Move(
    "",
    "integrated",
    """
insert into profiles (id, email) select md5('member ' || n)::uuid, n || '@example.net' from generate_series(1, 50) n;
insert into llm_workflow_jobs (celery_task_id, workflow_name, input_data, user_id)
select 'many ' || n, 'summarise', '{{}}', case n % 4 when 0 then md5('gone ' || n)::uuid when 1 then null
  else md5('member ' || 1 + n % 50)::uuid end from generate_series(1, {n}) n;
insert into llm_webhook_attempts (job_id, attempt_number, webhook_url, payload)
select id, 1, 'https://example.org', '{{}}' from llm_workflow_jobs where celery_task_id like '%7'
""",
    "insert into llm_workflow_jobs (celery_task_id, workflow_name, input_data, user_id)"
    " values ('new {n}', 'w', '{{}}', md5('member 1')::uuid)",
    {"llm_workflow_jobs": "celery_task_id like 'new%'", "llm_webhook_attempts": "false"},
    "insert into llm_workflow_jobs (celery_task_id, workflow_name, input_data) values ('new', 'later', '{}')",
)
PART = replace(
    JOBS,
    start="update llm_workflow_jobs set user_id = null where user_id not in (select id from profiles);"
    + (ROOT / "schema/user_reference.sql").read_text(),
    profile="standalone",
    rows=JOBS.rows.replace("md5('gone ' || n)::uuid", "null"),
)
NAMES = Move(
    "",
    "name-keyed-providers",
    """
insert into llm_providers (name) select 'north ' || n from generate_series(1, 20) n;
insert into llm_models (name, provider_id, context_window)
select 'model ' || n, (select id from llm_providers where name = 'north ' || 1 + n % 20), n
from generate_series(1, 200) n;
insert into llm_models (name, provider_id) select name, provider_id from llm_models where context_window <= 10;
insert into llm_models (name) select 'stray ' || n from generate_series(1, 5) n;
insert into llm_usage (provider_id, model_id, provider_name, model_name, total_tokens)
select m.provider_id, m.id, coalesce(p.name, 'unknown'), case when n % 50 = 0 then 'as it was called' else m.name end, n
from generate_series(1, {n}) n
join (select *, row_number() over (order by name) as r from llm_models
  where context_window > 0 or name like 'stray%') m on m.r = 1 + n % 205
left join llm_providers p on p.id = m.provider_id
""",
    "insert into llm_usage (provider_name, model_name) values ('new {n}', 'model 1')",
    {"llm_usage": "provider_name like 'new%'", "llm_models": "name = 'new'", "llm_providers": "name = 'new'"},
    "insert into llm_providers (name) values ('new');"
    "insert into llm_models (name, provider_name) values ('new', 'new');"
    "insert into llm_usage (provider_name, model_name) values ('new', 'new')",
)
BY_NAME = ("llm_usage", "providers_by_name", "models_by_name")
UUIDS = replace(
    NAMES,
    start="drop table llm_usage, llm_models, llm_providers;"
    + "".join((ROOT / f"schema/{name}.sql").read_text() for name in BY_NAME),
    profile="uuid-keyed-providers",
    rows="""
insert into llm_providers (name) select 'north ' || n from generate_series(1, 20) n;
insert into llm_models (name, provider_name, context_window)
select 'model ' || n, 'north ' || 1 + n % 20, n from generate_series(1, 200) n;
insert into llm_usage (provider_name, model_name, total_tokens)
select case n % 40 when 0 then 'gone' else 'north ' || 1 + n % 20 end,
  case when n % 50 = 0 then 'as it was called' else 'model ' || 1 + n % 200 end, n
from generate_series(1, {n}) n
""",
    later="insert into llm_providers (name) values ('new');"
    "insert into llm_models (name, provider_id) select 'new', id from llm_providers where name = 'new';"
    "insert into llm_usage (provider_name, model_name) values ('new', 'new')",
)


def wanted(house: House, move: Move, rows: int) -> Profile:
    """The shipped profile, in batches, with rules for what its own refuse."""
    shipped = house.profile(move.profile)
    rules = [replace(rule, keys=_resolved(rule)) for rule in shipped.data]
    if move is NAMES:
        rules.append(
            DataRule(
                "duplicates", "llm_models(name)", {"keep": {"by": "context_window is null"}}, Place("profiles/x.yaml")
            )
        )
    hazards = {**shipped.policy.hazards, "LONG-LOCK": "allow"}
    policy = replace(shipped.policy, batch=rows // 3, lock_timeout=20, statement_timeout=300, hazards=hazards)
    return replace(shipped, data=tuple(rules), policy=policy)


def _resolved(rule: DataRule) -> dict[str, Any]:
    return {**rule.keys, **({"unresolved": "quarantine"} if "unresolved" in rule.keys else {})}


def checksums(house: House, move: Move) -> dict[str, tuple[Any, ...]]:
    """Number and content of the rows that were there before."""
    content = "count(*), sum(hashtextextended(to_jsonb(t)::text, 0))"
    return {t: house.admin.rows(f"select {content} from {t} t where not ({new})")[0] for t, new in move.new.items()}


@contextmanager
def others_write(house: House, statement: str) -> Iterator[list[int]]:
    """Another session that writes a row at a time; what is refused is refused to it, too."""
    written: list[int] = []
    stop = threading.Event()

    def write() -> None:
        with Session.open(house.dsn()) as session:
            while not stop.wait(0.005):
                try:
                    session.execute(statement.format(n=len(written)))
                except psycopg2.IntegrityError:
                    continue
                written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        stop.set()
        thread.join()


MOVES = {"join": JOBS, "part": PART, "names": NAMES, "uuids": UUIDS}
CASES = [pytest.param(MOVES["names"], SOME, id="names-some")]
CASES += [pytest.param(MOVES[name], SOME, id=f"{name}-some", marks=pytest.mark.slow) for name in ("join", "uuids")]
CASES += [pytest.param(move, MANY, id=f"{name}-many", marks=pytest.mark.slow) for name, move in MOVES.items()]


@pytest.mark.slow
@pytest.mark.parametrize(("move", "size"), CASES)
def test_there_and_back_with_many_rows(house: House, move: Move, size: int) -> None:
    """Orphans, NULLs, repeated and stale names, models of nobody: nothing is lost, and all of it comes back."""
    house.admin.execute(move.start or "select")
    house.admin.execute(move.rows.format(n=size))
    house.admin.execute("analyze")
    before, schema = checksums(house, move), house.schema()
    plan = house.plan(wanted(house, move, size))
    assert any(step.batch for step in plan.steps) == (move is not PART)
    with others_write(house, move.writes) as written:
        receipt = house.apply(plan)
    assert receipt.verdict == f"equal to {move.profile}"
    assert len(written) > 0
    accounted(house, move, before)
    house.admin.execute(move.later)
    house.apply(roll_back(house.work()))
    assert checksums(house, move) == before
    assert house.schema() == schema


def accounted(house: House, move: Move, before: dict[str, tuple[Any, ...]]) -> None:
    """Rows before = rows after + rows in quarantine."""
    kept: dict[str, int] = dict(
        house.admin.rows(
            "select source_table, sum(rows)::integer from difftool.quarantine where kind = 'rows' group by source_table"
        )
    )
    for table, (count, _) in checksums(house, move).items():
        assert before[table][0] == count + kept.get(table, 0)


def test_both_transitions_are_ways_back_of_each_other(house: House) -> None:
    """From integrated to standalone there is a plan of its own, too: it loses nothing and needs no rule."""
    house.apply(house.plan("integrated"))
    rows = house.rows()
    plan = house.plan("standalone")
    assert {step.undo.kind for step in plan.steps} == {"lossless"}
    house.apply(plan)
    assert house.rows() == rows

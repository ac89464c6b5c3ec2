"""Whatever rows and rules there are: a plan accounts for each row, and its rollback brings all of it back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.profile import Profile, Settings
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.rules import Case, case_of
from tests.test_any_schema import apply, built

SEEDS = range(int(os.environ.get("DIFFTOOL_FUZZ", "1")))
PROFILE = """
snapshot: [target.sql]
manages: [public.*]
data:
{rules}
policy: {{shadow: any, batch: 5, small_table: {small},
  hazards: {{DATA-LOSS: allow, IRREVERSIBLE: allow, LONG-LOCK: allow, TABLE-REWRITE: allow}}}}
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_there_and_back(shadow: Shadow, tmp_path: Path, seed: int) -> None:
    """Rows before = rows after + rows in quarantine; rolled back, each table holds what it held."""
    case = case_of(seed)
    with built(shadow, ((*case.before, *case.rows, "analyze"),)) as scratch, scratch.open() as session:
        work = Work(Settings(str(tmp_path), str(tmp_path)), Address(make_dsn(scratch.dsn), "the test"), shadow)
        before = contents(session, case)
        plan = make_plan(work, profile_of(tmp_path, case, small=5 if seed % 2 else 10_000))
        apply(work, plan)
        for table, rows in before.items():
            assert table == "old_name" or now_and_kept(session, table) == len(rows), (table, case.rules)
        if not plan.empty:  # a rule alone is no difference
            apply(work, roll_back(work))
        assert contents(session, case) == before, case.rules


def profile_of(folder: Path, case: Case, small: int) -> Profile:
    (folder / "target.sql").write_text("".join(f"{text};\n" for text in case.after))
    rules = "\n".join(f"  - {rule}" for rule in case.rules)
    (folder / "any.yaml").write_text(PROFILE.format(rules=rules, small=small))
    return load_profile("any", Settings(str(folder), str(folder)))


def contents(session: Session, case: Case) -> dict[str, list[str]]:
    tables = [
        name for (name,) in session.rows("select tablename from pg_tables where schemaname = 'public' order by 1")
    ]
    return {
        table: [row for (row,) in session.rows(f"select to_jsonb(t)::text from {table} t order by 1")]
        for table in tables
        if table not in case.unsure
    }


def now_and_kept(session: Session, table: str) -> int:
    kept = session.value(
        "select coalesce(sum(rows), 0)::int from difftool.quarantine where kind = 'rows' and source_table = %s", [table]
    )
    return int(session.value(f"select count(*) from {table}")) + int(kept)

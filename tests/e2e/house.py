"""The platform's database as a place to work on: seeded, with a role for each team, and difftool as people call it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import make_dsn

from difftool.cli.main import run
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan, UndoKind
from difftool.model.profile import Profile
from difftool.model.receipt import Receipt
from difftool.pg.dump import plain
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.dump_text import normalised
from tests.golden import dangers
from tests.platform import building

OURS = ("llm_workflow_jobs", "llm_webhook_attempts", "llm_provider_usage", "external_api_cache")
KEY = "llm_workflow_jobs_user_id_fkey"

ROWS = """
insert into profiles (id, email) select md5('user ' || n)::uuid, n || '@example.org' from generate_series(1, 5) n;
insert into llm_workflow_jobs (id, celery_task_id, workflow_name, user_id, input_data)
select md5('job ' || n)::uuid, 'celery ' || n, 'summarise', md5('user ' || nullif(n, 8))::uuid, '{}'
from generate_series(1, 10) n;
insert into llm_webhook_attempts (job_id, attempt_number, webhook_url, payload)
select md5('job ' || n)::uuid, 1, 'https://example.org', '{}' from generate_series(1, 10) n;
insert into llm_provider_usage (job_id, provider, model, cost_usd)
select md5('job ' || 1 + n % 10)::uuid, 'north', 'north-large', n from generate_series(1, 20) n;
insert into llm_providers (id, name) select md5('provider ' || n)::uuid, 'provider ' || n from generate_series(1, 2) n
"""
"""Ten jobs: five of users that exist, four of users that are gone (6, 7, 9 and 10), one of nobody (8)."""

ORPHANS = 4


def build(session: Session, migrations: int = 4) -> None:
    """Supabase, the main application, the microservice after so many migrations, and the second service."""
    building.load_platform(session)
    building.load(session, *building.ups("migrations")[:migrations], *building.ups("second_service"))
    session.execute("reset role")


@dataclass(frozen=True)
class House:
    """`admin` is a superuser session on the live database; `shadow` is where plans are proven, on another server."""

    server: Shadow
    shadow: Shadow
    database: Scratch
    admin: Session
    project: Path

    def dsn(self, role: str = "") -> str:
        return make_dsn(self.database.dsn, **({"user": role} if role else {}))

    def url(self, role: str = "") -> list[str]:
        """Words of a command line that name the database."""
        return ["--db", self.dsn(role)]

    def work(self, role: str = "", **more: Any) -> Work:
        return Work(load_settings(self.project), Address(self.dsn(role), "the test"), shadow=self.shadow, **more)

    def profile(self, name: str, **changes: Any) -> Profile:
        return replace(load_profile(name, load_settings(self.project)), **changes)

    def plan(self, profile: Profile | str, role: str = "") -> Plan:
        wanted = self.profile(profile) if isinstance(profile, str) else profile
        return make_plan(self.work(role), wanted)

    def apply(self, plan: Plan, role: str = "", **options: Any) -> Receipt:
        """Approved, with all its dangers, unless the options say otherwise."""
        usual = {"approve": plan.digest, "ask": None, "allow": dangers(plan), "progress": lambda _: None}
        given: Mapping[str, Any] = usual | options
        return apply_plan(self.work(role), plan, **given)

    def undo(self, plan: Plan) -> None:
        """Each step's way back, the last step first, as somebody would run it by hand."""
        for step in reversed(plan.steps):
            assert step.undo.kind is not UndoKind.IRREVERSIBLE
            with self.admin.transaction() if step.transaction else nullcontext():
                for statement in step.undo.sql:
                    self.admin.execute(statement)

    def write_profile(self, name: str, text: str) -> None:
        """A profile of the project; the shipped snapshots are there too."""
        (self.project / "profiles" / f"{name}.yaml").write_text(text)
        if not (self.project / "schema").exists():
            shutil.copytree(building.ROOT / "schema", self.project / "schema")

    def role(self, name: str) -> str:
        """A role without any right; it can log in."""
        if not self.admin.value("select true from pg_roles where rolname = %s", [name]):
            self.admin.execute(f"create role {name}")
        self.admin.execute(f"alter role {name} login")
        self.admin.execute(f"grant connect on database {self.database.name} to {name}")
        return name

    def count(self, query: str) -> int:
        return int(self.admin.value(f"select count(*) from {query}"))

    def rows(self, *tables: str) -> dict[str, list[str]]:
        """Every row as text, for telling whether anything changed."""
        return {
            table: [row for (row,) in self.admin.rows(f"select t::text from {table} t order by 1")]
            for table in tables or (*OURS, "profiles")
        }

    def schema(self) -> tuple[str, ...]:
        """The whole database in pg_dump's words, without what is difftool's."""
        return normalised(plain(self.database.dsn))


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    """difftool as it is called from a shell, in the project's folder."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Said:
        self.captured.readouterr()
        code = run(words)
        out, err = self.captured.readouterr()
        return Said(code, out, err)

"""SQLAlchemy models beside a snapshot and a live database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from difftool.cli.main import run
from difftool.errors import ConfigError, SnapshotError, UsageError
from difftool.files.models import read_models
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.jobs.compare_models import compare_models
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.models import ThreeWays
from difftool.model.profile import Scope
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.report.models import models_json, models_markdown, models_text
from tests.files.project import project

PROFILE = """
snapshot: [schema/a.sql]
manages: [public.job, public.call, public.status, public.shape, public.open_jobs]
externals:
  public.profiles: {columns: {id: uuid}, key: [id], needs: [select, references]}
"""
TARGET = """
create type status as enum ('new', 'done');
create table job (
    id uuid primary key default gen_random_uuid(), number serial not null,
    cost numeric(10,6) not null default 0, rank bigint default -1, share real default 0.5,
    user_id uuid references profiles (id) on delete cascade, task varchar(255) not null unique,
    status status not null default 'new', priority integer default 0, created_at timestamptz not null default now(),
    constraint never_less check (priority >= 0)
);
create index by_status on job (status, created_at) where status = 'new';
create domain shape as text check (value <> '');
create table call (
    id integer generated always as identity primary key, job_id uuid not null references job (id), shape shape
);
create view open_jobs as select id from job where status = 'new';
"""
MODELS = """
import uuid
from datetime import datetime
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column as column

print("loading models")

class Base(DeclarativeBase):
    pass

class Profile(Base):
    __tablename__ = "profiles"
    id: Mapped[uuid.UUID] = column(primary_key=True)
    email: Mapped[str]

class Elsewhere(Base):
    __tablename__ = "elsewhere"
    vector: Mapped[str] = column(sa.Text, primary_key=True)

class Job(Base):
    __tablename__ = "job"
    __table_args__ = (
        sa.CheckConstraint("priority >= 0"),
        sa.Index("another_name", "status", "created_at", postgresql_where=sa.text("status = 'new'")),
    )
    id: Mapped[uuid.UUID] = column(primary_key=True, default=uuid.uuid4)
    number: Mapped[int] = column(sa.Integer, sa.Identity())
    cost: Mapped[float] = column(sa.Numeric(10, 6), server_default="0")
    rank: Mapped[int | None] = column(sa.BigInteger, server_default="-1")
    share: Mapped[float | None] = column(sa.REAL, server_default="0.5")
    user_id: Mapped[uuid.UUID | None] = column(sa.ForeignKey("profiles.id", ondelete="CASCADE"))
    task: Mapped[str] = column(sa.String(255), unique=True)
    status: Mapped[str] = column(sa.Enum("new", "done", name="status"), server_default="new")
    priority: Mapped[int | None] = column(server_default="0")
    created_at: Mapped[datetime] = column(sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"))

class Call(Base):
    __tablename__ = "call"
    id: Mapped[int] = column(primary_key=True)
    job_id: Mapped[uuid.UUID] = column(sa.ForeignKey("job.id"))
    shape: Mapped[str | None] = column(pg.DOMAIN("shape", sa.Text, create_type=False))
"""
PROFILES = "create table profiles (id uuid primary key);"


@pytest.fixture
def compare(shadow: Shadow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ThreeWays]:
    """Compares models, with parts of their text replaced, in a project of their own."""
    monkeypatch.chdir(tmp_path)

    def compared(*replaced: tuple[str, str], live: Session | None = None, named: str = "app.models:Base") -> ThreeWays:
        models = MODELS
        for old, new in replaced:
            assert old in models
            models = models.replace(old, new)
        project(tmp_path, {"profiles/x.yaml": PROFILE, "schema/a.sql": TARGET, "app/models.py": models})
        settings = load_settings(tmp_path)
        address = Address(live.connection.dsn, "the test") if live else None
        return compare_models(Work(settings, address, shadow), load_profile("x", settings), named)

    return compared


def _told(found: ThreeWays) -> dict[str, tuple[str | None, ...]]:
    return {f"{each.subject} {each.what}".strip(): each.values for each in found.disagreements}


def test_models_that_say_the_same_agree(compare: Callable[..., ThreeWays]) -> None:
    """Names of constraints, ways to number, quoted numbers, Python's defaults, views, others' tables do not matter."""
    found = compare()
    assert _told(found) == {}
    assert (found.tables, found.not_managed) == (2, ("public.elsewhere", "public.profiles"))


OTHERWISE = (
    ("sa.String(255)", "sa.String(50)"),
    ("user_id: Mapped[uuid.UUID | None]", "user_id: Mapped[uuid.UUID]"),
    (', ondelete="CASCADE"', ""),
    (", unique=True", ""),
    ('(server_default="0"', '(server_default="1"'),
    ("    created_at: Mapped", "    made_at: Mapped"),
    ('"status", "created_at", p', '"status", p'),
    ('"priority >= 0"', '"priority > 0"'),
    ('"new", "done"', '"new", "old"'),
    ('"call"', '"calls"'),
)
TOLD = {
    "call": ("missing", "table", None),
    "enum status": ("(new, old)", "(new, done)", None),
    "job check ((priority > 0))": ("there", "missing", None),
    "job check ((priority >= 0))": ("missing", "there", None),
    "job column created_at": ("missing", "timestamptz not null default now()", None),
    "job column made_at": ("timestamptz not null default now()", "missing", None),
    "job column priority: default": ("1", "0", None),
    "job column task: type": ("varchar(50)", "varchar(255)", None),
    "job column user_id: null": ("not null", "null", None),
    "job foreign key (user_id)": ("-> profiles(id)", "-> profiles(id) on delete cascade", None),
    "job index (status) WHERE (status = 'new'::public.status)": ("there", "missing", None),
    "job index (status, created_at) WHERE (status = 'new'::public.status)": ("missing", "there", None),
    "job unique (task)": ("missing", "there", None),
}


def test_each_difference_is_told(compare: Callable[..., ThreeWays]) -> None:
    """What the models say otherwise stands beside what the snapshot says, in the words of columns."""
    found = compare(*OTHERWISE)
    assert _told(found) == TOLD
    assert found.not_managed == ("public.calls", "public.elsewhere", "public.profiles")


def test_a_table_of_others_need_not_be_mapped(compare: Callable[..., ThreeWays]) -> None:
    """A service has no class for the main application's table that it refers to: the profile's external stands in."""
    whole = MODELS[MODELS.index("class Profile(Base)") : MODELS.index("class Elsewhere")]
    found = compare((whole, ""))
    assert (_told(found), found.not_managed) == ({}, ("public.elsewhere",))


def test_three_ways(compare: Callable[..., ThreeWays], database: Session) -> None:
    """Of three sides it is told who stands alone, and what the live database has and nobody else."""
    database.execute(PROFILES + TARGET)
    database.execute("alter table job add username text, alter priority drop default, alter task type varchar(80)")
    found = compare(("sa.String(255)", "sa.String(50)"), live=database)
    assert _told(found) == {
        "job column priority: default": ("0", "0", "none"),
        "job column task: type": ("varchar(50)", "varchar(255)", "varchar(80)"),
        "job column username": ("missing", "missing", "text"),
    }
    assert found.alone == {"models": 0, "snapshot": 0, "live": 2}
    assert found.database == database.value("select current_database()")


def test_what_is_shown(compare: Callable[..., ThreeWays], database: Session) -> None:
    """Three columns under the table's name; Markdown and JSON say the same."""
    database.execute(PROFILES + TARGET + "alter table job drop column priority; alter table call rename to was;")
    found = compare(("sa.String(255)", "sa.String(50)"), live=database)
    lines = models_text(found).splitlines()
    assert lines[0].endswith("2 tables, 4 disagreements")
    assert lines[1].split() == ["models", "snapshot", "live"]
    assert lines[2].split() == ["call", "table", "table", "missing"]
    assert any(line.split()[-3:] == ["varchar(50)", "varchar(255)", "varchar(255)"] for line in lines)
    assert "|  | `column task: type` | `varchar(50)` | `varchar(255)` | `varchar(255)` |" in models_markdown(found)
    assert len(json.loads(models_json(found))["disagreements"]) == 4


@pytest.mark.parametrize(
    ("text", "named", "told"),
    [
        ("", "app.other:Base", "there is no module app.other here"),
        ("", "app.models:Bose", "the module has no Bose"),
        ("", "app.models:uuid", "uuid is neither a declarative base nor a MetaData"),
        ("import nowhere", "app.models:Base", "cannot be imported: ModuleNotFoundError: No module named 'nowhere'"),
        ("1 / 0", "app.models:Base", "cannot be imported: ZeroDivisionError: division by zero"),
        ("import os; os._exit(3)", "app.models:Base", "importing it ended Python with 3"),
        ("def __getattr__(name): 1 / 0", "app.models:Base", "its tables cannot be had: ZeroDivisionError: division"),
        ("none = sa.MetaData()", "app.models:none", "there are no tables: name a module that imports those"),
    ],
)
def test_models_that_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, named: str, told: str
) -> None:
    """One line says which module it is and what is wrong with it."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, {"app/models.py": f"import uuid\nimport sqlalchemy as sa\n{text}\n"})
    with pytest.raises(ConfigError) as caught:
        read_models(named, Scope(()), {}, 30)
    assert str(caught.value).startswith(f"{named}: {told}")


def test_a_module_alone_is_not_enough() -> None:
    """What is missing is said with an example."""
    for named in ("app.models", ":Base", "../app/models:Base", "app..models:Base"):
        with pytest.raises(UsageError, match=r"as app.db.models:Base"):
            read_models(named, Scope(()), {}, 30)


def test_tables_that_cannot_be_made(compare: Callable[..., ThreeWays]) -> None:
    """A type that is not there is told with the statement that names it."""
    with pytest.raises(SnapshotError, match=r'SQL of app.models:Base:.* type "nowhere" does not exist') as caught:
        compare(("sa.String(255)", 'sa.Enum("a", name="nowhere", create_type=False)'))
    assert "nowhere" in caught.value.details[-1]


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a database the snapshot alone is compared, and that is said; differences end with 2."""
    for name in ("DIRECT_URL", "DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE", "PGHOSTADDR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    project(Path(), {"profiles/x.yaml": PROFILE, "schema/a.sql": TARGET, "app/models.py": MODELS.replace("255", "50")})
    assert run(["models", "app.models:Base", "--profile", "x"]) == 2
    assert "compared with the snapshot alone" in capsys.readouterr().out
    assert run(["models", "app.models:Base", "--profile", "x", "--environment", "none"]) == 64

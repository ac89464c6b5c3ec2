"""Building the platform's databases, and reading them with nothing but PostgreSQL's own words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from difftool.pg.binaries import pg_dump
from difftool.pg.session import Session

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent

PROFILES_STUB = "create table public.profiles (id uuid primary key, email text not null unique)"


def profile(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "profiles" / f"{name}.yaml").read_text())
    return loaded


def tables(name: str) -> list[str]:
    return [pattern.removeprefix("public.") for pattern in profile(name)["manages"]]


def load(session: Session, *files: Path) -> None:
    for file in files:
        session.execute(file.read_text())


def load_snapshot(session: Session, name: str) -> None:
    """The profile's target; the external table as a stub, where the snapshot refers to it."""
    if "externals" in profile(name):
        session.execute(PROFILES_STUB)
    load(session, *(ROOT / file for file in profile(name)["snapshot"]))


def load_platform(session: Session) -> None:
    """Supabase and the main application; the session goes on as the role that owns them."""
    load(session, HERE / "supabase.sql")
    session.execute("set role postgres")
    load(session, HERE / "main_application.sql", HERE / "main_application_logic.sql")


def ups(folder: str) -> list[Path]:
    return sorted(file for file in (HERE / folder).glob("*.sql") if not file.stem.endswith("_down"))


def down(up: Path) -> Path:
    return up.with_name(f"{up.stem}_down.sql")


def dump(session: Session, names: Iterable[str]) -> frozenset[str]:
    """`pg_dump -s` of the tables, by statement; column order, owner, rights and comments aside."""
    wanted = [word for name in names for word in ("-t", f"public.{name}")]
    aside = ["--no-owner", "--no-privileges", "--no-comments"]
    run = subprocess.run(
        [pg_dump(), "-s", *aside, *wanted, session.connection.dsn], capture_output=True, text=True, check=True
    )
    told = "\n".join(line for line in run.stdout.splitlines() if not line.startswith(("--", "\\", "SET ")))
    return frozenset(_in_any_order(statement.strip()) for statement in told.split(";\n") if statement.strip())


def _in_any_order(statement: str) -> str:
    if not statement.startswith("CREATE TABLE"):
        return statement
    first, *columns, last = statement.splitlines()
    return "\n".join([first, *sorted(column.rstrip(",") for column in columns), last])


def columns(session: Session, table: str) -> set[str]:
    rows = session.rows(
        """
        select attname || ' ' || format_type(atttypid, atttypmod)
            || case when attnotnull then ' not null' else '' end
            || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = %s::regclass and attnum > 0 and not attisdropped
        """,
        [f"public.{table}"],
    )
    return {_short(text) for (text,) in rows}


def constraints(session: Session, table: str) -> set[str]:
    rows = session.rows(
        "select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint"
        " where conrelid = %s::regclass and contype in ('p', 'u', 'f', 'c', 'x')",
        [f"public.{table}"],
    )
    return {text for (text,) in rows}


def indexes(session: Session, table: str) -> set[str]:
    """Those that back no constraint, as `name (columns) WHERE ...`; a unique one says so."""
    rows = session.rows(
        """
        select pg_get_indexdef(indexrelid) from pg_index
        where indrelid = %s::regclass
            and not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
        """,
        [f"public.{table}"],
    )
    return {re.sub(r"^CREATE INDEX (\S+) ON \S+ USING btree", r"\1", text) for (text,) in rows}


def commented(session: Session, table: str) -> set[str]:
    rows = session.rows(
        """
        select coalesce(attname, '(table)') from pg_description
        left join pg_attribute on attrelid = objoid and attnum = objsubid and attnum > 0
        where objoid = %s::regclass and classoid = 'pg_class'::regclass
        """,
        [f"public.{table}"],
    )
    return {name for (name,) in rows}


def _short(text: str) -> str:
    return text.replace("character varying", "varchar").replace("timestamp with time zone", "timestamptz")

"""Exports run by the tools that they are for, and a neighbour's tool that leaves ours alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from difftool.pg.dump import plain
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.dump_text import normalised
from tests.e2e.house import House, Shell
from tests.e2e.test_export import export, online, planned
from tests.forward import forwarded
from tests.platform.building import load_snapshot
from tests.tools import missing, program

__all__ = ["online", "planned"]

pytestmark = pytest.mark.slow
DRIZZLE = ("drizzle-kit@0.31", "drizzle-orm@0.45", "pg@8")
MIGRATE = """
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
const client = new pg.Client({ connectionString: process.argv[2] });
await client.connect();
await migrate(drizzle(client), { migrationsFolder: "./drizzle" });
await client.end();
"""
MODELS = """
import { pgTable, uuid, text, integer } from "drizzle-orm/pg-core";
export const profiles = pgTable("profiles", {
  id: uuid().primaryKey(),
  email: text().notNull().unique("profiles_email_key"),
});
export const settings = pgTable("settings", { id: integer().primaryKey(), theme: text() });
"""
CONFIG = """
import {{ defineConfig }} from "drizzle-kit";
export default defineConfig({{
  dialect: "postgresql", schema: "./models.ts", out: "./drizzle",
  dbCredentials: {{ url: process.env.DATABASE_URL ?? "" }},
  {more}
}});
"""
FILTER = 'tablesFilter: ["!llm_*", "!external_api_cache"],'


def fetched(folder: Path, name: str, *packages: str) -> Path:
    (folder / "package.json").write_text('{"type": "module"}')
    install = [program("npm"), "install", "--silent", "--no-audit", "--no-fund", *packages]
    if subprocess.run(install, cwd=folder, capture_output=True, check=False).returncode:
        missing(f"{name}, which npm could not fetch,")
    return folder


@pytest.fixture(scope="module")
def drizzle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A neighbour's project with models and a first migration."""
    folder = fetched(tmp_path_factory.mktemp("drizzle"), "drizzle-kit", *DRIZZLE)
    (folder / "migrate.js").write_text(MIGRATE)
    (folder / "models.ts").write_text(MODELS.replace("export const profiles", "const profiles"))
    (folder / "drizzle.config.ts").write_text(CONFIG.format(more=""))
    kit(folder, "generate", "--name=first")
    return folder


def kit(folder: Path, *words: str, url: str = "") -> str:
    done = subprocess.run(
        [folder / "node_modules" / ".bin" / "drizzle-kit", *words],
        cwd=folder,
        env={"PATH": str(Path(program("node")).parent), "DATABASE_URL": url, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def by_tcp(dsn: str) -> Iterator[str]:
    known = parse_dsn(dsn)
    with forwarded(f"{known['host']}/.s.PGSQL.{known['port']}") as port:
        yield f"postgresql://{known['user']}@127.0.0.1:{port}/{known['dbname']}?sslmode=disable"


@pytest.fixture
def url(house: House) -> Iterator[str]:
    with by_tcp(house.dsn()) as address:
        yield address


def test_drizzle_migrates(house: House, difftool: Shell, planned: Path, drizzle: Path, url: str) -> None:
    """Drizzle's migrator runs the exported migration after its own; drizzle-kit finds the folder right."""
    run = [program("node"), "migrate.js", url]
    subprocess.run(run, cwd=drizzle, check=True, capture_output=True)
    said = difftool("export", planned.name, "--to", "drizzle", "-o", str(drizzle / "drizzle"))
    assert said.code == 0, said.err
    subprocess.run(run, cwd=drizzle, check=True, capture_output=True)
    assert house.count("drizzle.__drizzle_migrations") == 2
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
    assert "Everything's fine" in kit(drizzle, "check")
    assert "No schema changes" in kit(drizzle, "generate", "--name=second")


def test_supabase_pushes(
    house: House, difftool: Shell, online: Path, url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Supabase's own program pushes the files, the index that is built CONCURRENTLY among them."""
    folder = fetched(tmp_path_factory.mktemp("supabase"), "supabase", "supabase@3")
    files = export(difftool, online, "supabase", "supabase/migrations", "--timestamp", "20260131120000")
    push = ["db", "push", f"--remote={url}", "--yes", "--workdir", str(house.project)]
    done = subprocess.run(
        [folder / "node_modules" / ".bin" / "supabase", *push], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert house.count("supabase_migrations.schema_migrations") == len(files) == 2
    assert difftool("drift", "--profile", "indexed", *house.url()).code == 0


@pytest.fixture
def shared(server: Shadow) -> Iterator[Scratch]:
    """A database with the neighbour's profiles and the tables of `integrated`."""
    scratch = server.create()
    with scratch.open() as session:
        load_snapshot(session, "integrated")
    yield scratch
    server.drop(scratch)


def test_a_neighbour_with_a_filter(shared: Scratch, drizzle: Path) -> None:
    """With tablesFilter, drizzle-kit's push makes what is theirs and leaves ours; without it, it drops our tables."""
    ours = "to_regclass('public.llm_workflow_jobs') is not null"
    (drizzle / "models.ts").write_text(MODELS)
    with by_tcp(shared.dsn) as address:
        before = normalised(plain(shared.dsn))
        (drizzle / "drizzle.config.ts").write_text(CONFIG.format(more=FILTER))
        kit(drizzle, "push", "--force", url=address)
        after = normalised(plain(shared.dsn))
        assert [text for text in before if text not in after] == []
        assert any("public.settings" in text for text in after)
        (drizzle / "drizzle.config.ts").write_text(CONFIG.format(more=""))
        kit(drizzle, "push", "--force", url=address)
        with shared.open() as session:
            assert session.value(f"select {ours}") is False

"""A plan as files of other tools: run by them, they arrive where difftool's own apply does, and come back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from difftool.pg.binaries import discover
from tests.e2e.house import OURS, House, Shell

PLAN = "plan.yaml"


@pytest.fixture
def planned(house: House, difftool: Shell, kept: dict[str, str]) -> Path:
    """The plan to integrated, which sets orphans to null and keeps them aside."""
    file = house.project / PLAN
    if "export" not in kept:
        assert difftool("plan", "--profile", "integrated", "-o", PLAN, *house.url()).code == 0
        kept["export"] = file.read_text()
    file.write_text(kept["export"])
    return file


@pytest.fixture
def online(house: House, difftool: Shell, kept: dict[str, str]) -> Path:
    """A plan with an index that is built while others write."""
    house.write_profile(
        "indexed",
        "snapshot: [schema/llm_jobs.sql, schema/external_api_cache.sql, schema/more.sql]\n"
        f"manages: [{', '.join(f'public.{table}' for table in OURS)}]\n"
        "ignore: [comments]\npolicy: {shadow: any, small_table: 0}\n",
    )
    more = "alter table llm_provider_usage add column tier text;\ncreate index by_tier on llm_provider_usage (tier);\n"
    (house.project / "schema" / "more.sql").write_text(more)
    file = house.project / "indexed.yaml"
    house.admin.execute("analyze llm_provider_usage")
    if "online" not in kept:
        assert difftool("plan", "--profile", "indexed", "-o", file.name, *house.url()).code == 0
        kept["online"] = file.read_text()
    file.write_text(kept["online"])
    return file


def psql(house: House, file: Path) -> None:
    words = [str(discover().folder / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", house.dsn(), "-f", str(file)]
    subprocess.run(words, capture_output=True, check=True)


def export(difftool: Shell, plan: Path, tool: str, folder: str, *words: str) -> list[Path]:
    """The files that were written, in the order of their names."""
    said = difftool("export", plan.name, "--to", tool, "-o", folder, *words)
    assert said.code == 0, said.err
    told = [Path(line) for line in said.err.splitlines() if line.endswith((".sql", ".json"))]
    return sorted(plan.parent / path for path in told)


@pytest.mark.slow
def test_psql_goes_there_and_back(house: House, difftool: Shell, planned: Path) -> None:
    """The script for psql reaches the profile; the other one brings schema and every row back."""
    rows, schema = house.rows(), house.schema()
    there, back = export(difftool, planned, "psql", "scripts")
    assert [there.name, back.name] == ["to_integrated.sql", "to_integrated_back.sql"]
    psql(house, there)
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
    psql(house, back)
    assert (house.rows(), house.schema()) == (rows, schema)


def test_a_pair_goes_on_with_the_numbers(house: House, difftool: Shell, planned: Path) -> None:
    """The pair takes the next number and the folder's endings; psql runs it up, and down to what was there before."""
    folder = house.project / "migrations"
    folder.mkdir()
    (folder / "0007_cache.up.sql").write_text("select 1;")
    (folder / "0007_cache.down.sql").write_text("select 1;")
    rows, schema = house.rows(), house.schema()
    down, up = export(difftool, planned, "pair", "migrations")
    assert (up.name, down.name) == ("0008_to_integrated.up.sql", "0008_to_integrated.down.sql")
    psql(house, up)
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
    psql(house, down)
    assert (house.rows(), house.schema()) == (rows, schema)


def test_what_runs_alone_has_a_pair_to_itself(house: House, difftool: Shell, online: Path) -> None:
    """An index that is built CONCURRENTLY stands alone between what comes before it and what comes after."""
    files = export(difftool, online, "pair", "new")
    ups = [file for file in files if not file.name.endswith("_down.sql")]
    alone = [file for file in ups if "concurrently" in file.read_text().lower()]
    assert [file.name[:3] for file in ups] == ["001", "002"]
    assert alone == [ups[1]]
    assert "begin;" not in alone[0].read_text()
    for file in ups:
        psql(house, file)
    assert difftool("drift", "--profile", "indexed", *house.url()).code == 0
    for file in reversed(files):
        if file not in ups:
            psql(house, file)
    assert difftool("drift", "--profile", "standalone", *house.url()).code == 0


def test_supabase_gets_no_way_back(house: House, difftool: Shell, online: Path) -> None:
    """Files are later than the newest there, a step each; CONCURRENTLY is alone in its file, and no file leads back."""
    folder = house.project / "supabase"
    folder.mkdir()
    (folder / "20260131120000_first.sql").write_text("select 1;")
    files = export(difftool, online, "supabase", "supabase")
    assert [file.name[:14] for file in files] == ["20260131120001", "20260131120002"]
    assert "drop" not in "".join(file.read_text().lower() for file in files)
    for file in files:
        house.admin.execute(file.read_text())
    assert difftool("drift", "--profile", "indexed", *house.url()).code == 0


def test_what_cannot_be_exported_is_refused(house: House, difftool: Shell, online: Path) -> None:
    """Drizzle runs all in one transaction; a folder is of one tool; an edited plan, and moments, are told."""
    at = ("--timestamp", "20260131120000")
    refused = difftool("export", online.name, "--to", "drizzle", "-o", "drizzle", *at)
    assert (refused.code, "one transaction" in refused.err) == (64, True)
    assert not (house.project / "drizzle").exists()
    (house.project / "numbered").mkdir()
    (house.project / "numbered" / "001_x.sql").write_text("select 1;")
    assert difftool("export", online.name, "--to", "supabase", "-o", "numbered", *at).code == 64
    assert "name a moment" in difftool("export", online.name, "--to", "supabase", "-o", "empty").err
    assert difftool("export", online.name, "--to", "pair", "-o", "empty", *at).code == 64
    assert difftool("export", online.name, "--to", "flyway", "-o", "empty").code == 64
    assert difftool("export", online.name, "--to", "psql").code == 64
    online.write_text(online.read_text().replace("by_tier", "by_tears"))
    assert difftool("export", online.name, "--to", "psql", "-o", "empty").code == 22

"""Which migrations of a folder a database shows the effect of."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.pg.shadow import Shadow
from tests.e2e.house import House, Shell
from tests.platform.building import HERE

PAIRS = HERE / "migrations"


def effects(difftool: Shell, house: House, folder: Path = PAIRS) -> dict[str, str]:
    """The first digits of each name -> what was told."""
    said = difftool("history", "--reconcile", str(folder), "--format", "json", *house.url())
    assert said.code == 0, said.err
    return {one["name"][:3]: one["effect"] for one in said.json}


@pytest.mark.slow
def test_by_their_effect(house: House, difftool: Shell) -> None:
    """After 004 the first four are in effect, 005 is not; after 005 by hand it is, and 004 is no more to be seen."""
    there = dict.fromkeys(("001", "002", "003", "004"), "in effect")
    assert effects(difftool, house) == {**there, "005": "not in effect"}
    house.admin.execute("update llm_workflow_jobs set user_id = null")
    house.admin.execute((PAIRS / "005_restore_user_foreign_key.sql").read_text())
    assert effects(difftool, house) == {**there, "004": "cannot be told", "005": "in effect"}
    said = difftool("history", "--reconcile", str(PAIRS), *house.url())
    assert "or none of 004_drop_user_foreign_key to 005_restore_user_foreign_key ran" in " ".join(said.out.split())


def test_where_none_ran(server: Shadow, house: House, difftool: Shell) -> None:
    """Nothing is in effect on an empty database: that something is absent proves no migration that dropped it."""
    scratch = server.create()
    said = difftool("history", "--reconcile", str(PAIRS), "--format", "json", "--db", scratch.dsn)
    server.drop(scratch)
    not_there = "not in effect"
    assert [one["effect"] for one in said.json] == [not_there, not_there, not_there, "cannot be told", not_there]


def test_half_of_one(house: House, difftool: Shell) -> None:
    """What somebody took back by hand is told, piece by piece; what a later migration needs is not blamed on it."""
    house.admin.execute("drop index idx_workflow_jobs_stale; alter table llm_workflow_jobs drop stale_reason")
    house.admin.execute("alter table llm_provider_usage alter provider type varchar(60)")
    said = difftool("history", "--reconcile", str(PAIRS), "--format", "json", *house.url())
    found = {one["name"][:3]: one for one in said.json}
    assert found["001"]["effect"] == found["004"]["effect"] == "in effect"
    assert found["003"]["effect"] == "partly in effect"
    assert found["003"]["left"] == [
        "+ column llm_workflow_jobs.stale_reason varchar(100)",
        "+ index idx_workflow_jobs_stale on llm_workflow_jobs (is_stale) WHERE (is_stale = true)",
    ]
    assert found["002"]["effect"] == "partly in effect"
    assert found["002"]["left"] == ["~ column llm_provider_usage.provider: type varchar(60) -> varchar(50)"]


def test_ways_back_that_are_none(house: House, difftool: Shell, tmp_path: Path) -> None:
    """A way back that leaves something, takes too much, or does not run is told; what changes rows is not judged."""
    folder = tmp_path / "pairs"
    folder.mkdir()
    texts = {
        "1_a.up.sql": "create table a (id int primary key, note text); create index on a (note);",
        "1_a.down.sql": "drop index a_note_idx;",
        "2_b.up.sql": "alter table a add column extra int;",
        "2_b.down.sql": "alter table a drop column extra, drop column note;",
        "3_c.up.sql": "insert into a values (1, 'x');",
        "3_c.down.sql": "delete from nowhere;",
        "4_d.up.sql": "alter table a alter note set not null;",
        "4_d.down.sql": "alter table a alter note drop not null;",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    said = difftool("history", "--reconcile", "pairs", "--format", "json", *house.url())
    found = {one["name"]: one for one in said.json}
    assert found["1_a"]["way_back_leaves"] == ["+ table a"]
    assert found["2_b"]["way_back_leaves"] == ["- column a.note", "- index a_note_idx"]
    assert "3_c.down.sql:1: relation" in found["3_c"]["way_back_leaves"][0]
    assert found["4_d"]["way_back_leaves"] == []
    not_there = "not in effect"
    assert [one["effect"] for one in found.values()] == [not_there, not_there, "cannot be told", not_there]

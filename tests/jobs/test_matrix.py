"""The ways between profiles, with sample rows, on a real server."""

from __future__ import annotations

import json
from dataclasses import replace

from difftool.jobs.matrix import check_moves
from difftool.jobs.work import Work
from difftool.model.profile import Settings
from difftool.pg.samples import fill
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.report.matrix import moves_json, moves_markdown, moves_text
from tests.jobs.rolling import JOBS, wanted

ODD = """
create type mood as enum ('sad', 'ok');
create domain short as varchar(4) check (value <> '');
create table their_parents (id uuid primary key default gen_random_uuid(), state text not null
  check (state in ('new', 'it''s done')), tag varchar(3) unique, at timestamptz not null, size numeric(6, 2));
create table children (id integer generated always as identity primary key, parent uuid references their_parents,
  mood mood not null, name short, extra jsonb not null, list text[] not null, twice int generated always as (2) stored,
  self integer references children);
create table impossible (id integer primary key check (id < 0), other text not null)
"""


def test_each_ordered_pair_has_its_verdict(shadow: Shadow) -> None:
    """A way that loses nothing, or keeps it aside, is gone and taken back; one that the rows forbid is refused."""
    plain = wanted(None, JOBS)
    plain = replace(plain, name="plain", policy=replace(plain.policy, hazards={"DATA-LOSS": "allow"}))
    strict = wanted(None, JOBS.replace("note text unique", "note text unique, must text not null"))
    strict = replace(strict, name="strict")
    stranger = replace(plain, name="stranger", scope=replace(plain.scope, manages=plain.scope.manages[:1]))
    stranger = replace(stranger, snapshot=(replace(plain.snapshot[0], text=JOBS.split(";\n")[0]),))
    moves = check_moves(Work(Settings("/", "/profiles"), shadow=shadow), (plain, strict, stranger))
    assert [(move.start, move.end, move.verdict) for move in moves] == [
        ("plain", "strict", "refused"),
        ("strict", "plain", "with rules"),
    ]
    assert "must" in moves[0].why
    table, _, means = moves_text(moves).partition("\n\n")
    assert [line.split()[2] for line in table.splitlines()[1:] if line[:1] != " "] == ["refused", "with"]
    assert "sample rows" in means
    assert moves_markdown(moves).count("| refused |") == 1
    assert json.loads(moves_json(moves))[1]["verdict"] == "with rules"


def test_rows_are_made_from_what_the_tables_say(database: Session) -> None:
    """Parents come before children; checks, enums, lengths and unique columns are met; what cannot be made is named."""
    database.execute(ODD)
    assert fill(database) == ("public.impossible",)
    counts = "select count(*), count(distinct tag), count(distinct state) from their_parents"
    assert database.rows(counts) == [(5, 5, 2)]
    assert database.rows("select count(*), count(distinct parent), count(distinct mood) from children") == [(5, 5, 2)]


def test_rows_that_are_there_stay_as_they_are(database: Session) -> None:
    """A table with rows gets no others."""
    database.execute("create table t (id integer primary key); insert into t values (7)")
    assert fill(database) == ()
    assert database.rows("select id from t") == [(7,)]

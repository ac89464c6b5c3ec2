"""Each difference is told in a DBA's words."""

from __future__ import annotations

import pytest

from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.report.sentences import change_sentence
from tests.report.made import altered, created, dropped

JOBS = "llm_workflow_jobs"
CASCADE = "FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            created(Ident("constraint", "public", JOBS, f"{JOBS}_user_id_fkey"), definition=CASCADE),
            f"+ foreign key {JOBS}_user_id_fkey (user_id) -> profiles(id) on delete cascade",
        ),
        (
            created(Ident("constraint", "app", "t", "positive"), definition="CHECK ((x > 0))"),
            "+ check positive on app.t ((x > 0))",
        ),
        (
            dropped(Ident("constraint", "public", "t", "t_pkey"), definition="PRIMARY KEY (id)"),
            "- primary key t_pkey",
        ),
        (
            created(
                Ident("column", "public", "t", "name"),
                type="character varying(50)",
                not_null=True,
                default="'a'::character varying",
            ),
            "+ column t.name varchar(50) not null default 'a'::varchar",
        ),
        (
            altered(Ident("column", "public", "t", "x"), type=("character varying(50)", "text")),
            "~ column t.x: type varchar(50) -> text",
        ),
        (
            altered(Ident("column", "public", "t", "x"), not_null=(False, True), default=("0", None)),
            "~ column t.x: default 0 -> none; not null",
        ),
        (
            altered(
                Ident("column", "public", "t", "at"),
                type=("timestamp(3) with time zone", "timestamp without time zone"),
            ),
            "~ column t.at: type timestamptz(3) -> timestamp",
        ),
        (
            created(
                Ident("index", "public", "i"),
                definition="CREATE UNIQUE INDEX i ON public.t USING btree (a) WHERE (a IS NOT NULL)",
            ),
            "+ index i unique, on t (a) WHERE (a IS NOT NULL)",
        ),
        (dropped(Ident("index", "public", "i"), definition="CREATE INDEX i ON public.t USING btree (a)"), "- index i"),
        (created(Ident("enum", "public", "mood"), labels=["sad", "glad"]), "+ enum mood (sad, glad)"),
        (altered(Ident("enum", "public", "mood"), labels=(["sad"], ["sad", "glad"])), "~ enum mood: labels +glad"),
        (
            altered(Ident("enum", "public", "mood"), labels=(["a", "b"], ["b", "a"])),
            "~ enum mood: labels in another order",
        ),
        (
            altered(Ident("table", "public", "t"), privileges=(["anon=SELECT", "owner=ALL"], ["owner=ALL"])),
            "~ table t: privileges -anon=SELECT",
        ),
        (
            altered(Ident("function", "public", "f(integer)"), definition=("a" * 90, "b" * 90)),
            "~ function f(integer): definition changed",
        ),
        (created(Ident("policy", "public", "t", "own rows")), "+ policy own rows on t"),
        (dropped(Ident("materialized_view", "app", "v")), "- materialized view app.v"),
        (created(Ident("extension", "", "citext")), "+ extension citext"),
        (
            altered(
                Ident("column", "public", "t", "id"), sequence=({"start": 1, "cache": 1}, {"start": 5, "cache": 1})
            ),
            "~ column t.id: sequence start 1 -> 5",
        ),
    ],
)
def test_a_change_is_one_sentence(change: Change, sentence: str) -> None:
    """Verb, kind, name and what matters about it, without the noise of catalogs."""
    assert change_sentence(change) == sentence

"""A snapshot reads as a person would write it, whatever it covers."""

from __future__ import annotations

from difftool.files.patterns import parse_pattern
from difftool.jobs.take_snapshot import take_snapshot
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.profile import Scope, Settings
from difftool.pg.shadow import Scratch, Shadow
from tests.jobs.building import built

LIVE = """
create schema other;
create table other.p (id int primary key, code text unique);
create table public.c (id serial primary key, p int references other.p (id), n int check (n > 0));
create index on public.c (n);
comment on index public.c_n_idx is 'by number';
create policy mine on public.c using (n > 1);
create view public.v as select c.id from public.c join other.p on p.id = c.p;
"""
SNAPSHOT = """\
CREATE SCHEMA IF NOT EXISTS other;

CREATE TABLE other.p (
    id integer NOT NULL,
    code text
);
ALTER TABLE ONLY other.p
    ADD CONSTRAINT p_code_key UNIQUE (code);
ALTER TABLE ONLY other.p
    ADD CONSTRAINT p_pkey PRIMARY KEY (id);

CREATE TABLE public.c (
    id integer NOT NULL,
    p integer,
    n integer,
    CONSTRAINT c_n_check CHECK ((n > 0))
);
CREATE SEQUENCE public.c_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE ONLY public.c
    ADD CONSTRAINT c_pkey PRIMARY KEY (id);
CREATE INDEX c_n_idx ON public.c USING btree (n);
CREATE POLICY mine ON public.c USING ((n > 1));
ALTER TABLE public.c ALTER COLUMN id SET DEFAULT nextval('public.c_id_seq'::regclass);
COMMENT ON INDEX public.c_n_idx IS 'by number';
ALTER SEQUENCE public.c_id_seq OWNED BY public.c.id;

CREATE VIEW public.v AS
 SELECT c.id
   FROM (public.c
     JOIN other.p ON ((p.id = c.p)));

ALTER TABLE ONLY public.c
    ADD CONSTRAINT c_p_fkey FOREIGN KEY (p) REFERENCES other.p(id);
"""


def _taken(shadow: Shadow, scratch: Scratch, *patterns: str) -> str:
    work = Work(Settings("/", "/profiles"), Address(scratch.dsn, "the test"), shadow)
    return take_snapshot(work, Scope(tuple(map(parse_pattern, patterns))))


def test_what_belongs_to_a_table_stands_with_it(shadow: Shadow) -> None:
    """PostgreSQL's own words, one object after another, also over several schemas."""
    scratch = built(shadow, LIVE)
    assert _taken(shadow, scratch, "public.*", "other.*") == SNAPSHOT
    shadow.drop(scratch)


def test_a_snapshot_of_a_snapshot_is_the_same(shadow: Shadow) -> None:
    """What a statement needs of a later object does not change where it stands, nor does the road to the schema."""
    scratch = built(shadow, SNAPSHOT)
    assert _taken(shadow, scratch, "public.*", "other.*") == SNAPSHOT
    shadow.drop(scratch)


def test_what_needs_a_later_object_waits_for_it(shadow: Shadow) -> None:
    """A default that calls a function on the table's rows stands where the function is there."""
    scratch = built(
        shadow,
        "create table public.t (a int, b int);"
        "create function public.f() returns int language sql begin atomic select count(a)::int from public.t; end;"
        "alter table public.t alter b set default public.f();",
    )
    text = _taken(shadow, scratch, "public.*")
    assert text.index("CREATE TABLE") < text.index("CREATE FUNCTION") < text.index("SET DEFAULT")
    again = built(shadow, text)
    for each in (scratch, again):
        shadow.drop(each)


def test_what_it_refers_to_and_does_not_contain_is_told(shadow: Shadow) -> None:
    """In comments, as the lines that a profile needs; none where nothing is missing."""
    scratch = built(shadow, LIVE + "create type other.mood as enum ('a'); alter table public.c add m other.mood;")
    text = _taken(shadow, scratch, "public.*")
    assert text.splitlines()[:5] == [
        "-- It refers to what it does not contain; a profile says so:",
        "-- externals:",
        "--   other.p: {columns: {id: integer}, key: [id], needs: [select, references]}",
        "--   type other.mood: {labels: [a]}",
        "",
    ]
    assert "-- It refers" not in SNAPSHOT
    shadow.drop(scratch)

"""Schemas that nobody thought of, as Hypothesis draws them: every kind of object, each sometimes there, in variants.

A schema is a tuple of objects that do not depend on each other's order, each a tuple of statements.
"""

from __future__ import annotations

from hypothesis import strategies as st

Object = tuple[str, ...]

TYPES = {"integer": "7", "bigint": "7", "text": "'x'", "numeric(8,2)": "1.5", "text[]": "'{}'", "date": "'2024-01-01'"}


HOLD_ROWS = (
    *("t", "u", "w", "coded", "calls", "touched", "base", "heir", "target_of", "refers", "seen", "booked"),
    *("parts", "parts_first", "parts_rest", "counter"),
)
"""all tables and sequences that may be drawn"""


def one_of(*variants: str) -> st.SearchStrategy[str]:
    return st.sampled_from(variants)


@st.composite
def columns(draw: st.DrawFn) -> list[str]:
    """Column definitions; the types of one name can all be cast to each other's, for that is a person's decision."""
    texts = [f"id {draw(one_of('integer', 'bigint'))} {draw(one_of('not null', 'generated always as identity'))}"]
    for name, kinds in {"a": ("integer", "bigint", "text"), "b": ("text", "varchar(20)"), "c": ("date",)}.items():
        if draw(st.booleans()):
            kind = draw(st.sampled_from(kinds))
            texts.append(f"{name} {kind}{draw(one_of('', ' default ' + TYPES.get(kind, repr('x'))))}")
    if draw(st.booleans()):
        texts.append(f"d bigint generated always as (id + {draw(one_of('1', '2'))}) stored")
    return texts


@st.composite
def table(draw: st.DrawFn, name: str) -> Object:
    """A table with what hangs on it."""
    key = draw(one_of("", f"constraint {name}_key primary key (id)", f"constraint {name}_key unique (id)"))
    check = draw(one_of("", "check (id > 0)", "constraint positive check (id between 1 and 9)"))
    parts = filter(None, [*draw(columns()), key, check])
    hanging = {
        "index": one_of(
            f"create index {name}_i on {name} (id)", f"create index {name}_i on {name} (id desc) where id > 1"
        ),
        "view": one_of(
            f"create view {name}_v as select id from {name}", f"create view {name}_v as select * from {name}"
        ),
        "matview": one_of(f"create materialized view {name}_m as select count(*) as n from {name}"),
        "comment": one_of(f"comment on table {name} is 'one'", f"comment on column {name}.id is 'it''s \"two\"'"),
        "policy": one_of(
            f"create policy p on {name} using (id > 1)", f"create policy p on {name} for select to anna using (true)"
        ),
        "security": one_of(
            f"alter table {name} enable row level security", f"alter table {name} force row level security"
        ),
        "grant": one_of(f"grant select on {name} to anna", f"grant update (id), insert on {name} to bob"),
        "statistics": one_of(
            f"alter table {name} alter id set statistics 7", f"alter table {name} set (fillfactor = 70)"
        ),
        "identity": one_of(f"alter table {name} replica identity full", f"alter table {name} replica identity nothing"),
        "rule": one_of(f"create rule r as on delete to {name} do also notify gone"),
    }
    chosen = [draw(strategy) for strategy in hanging.values() if draw(st.integers(0, 2)) == 0]
    return (f"create table {name} ({', '.join(parts)})", *chosen)


@st.composite
def partitioned(draw: st.DrawFn) -> Object:
    bound = draw(one_of("10", "20"))
    more = draw(one_of("", "create table parts_rest partition of parts default"))
    index = draw(one_of("", "create index parts_at on parts (at)"))
    made = "create table parts (at integer not null, note text) partition by range (at)"
    first = f"create table parts_first partition of parts for values from (0) to ({bound})"
    return tuple(filter(None, (made, index, first, more)))


ALONE: dict[str, st.SearchStrategy[Object]] = {
    "domain": one_of(
        "create domain code as text check (value <> '')",
        "create domain code as text default 'x' constraint code_short check (length(value) < 9)",
    ).map(lambda text: (text, "create table coded (c code)")),
    "sequence": one_of(
        "create sequence counter", "create sequence counter as smallint increment 2 maxvalue 900 cycle"
    ).map(lambda text: (text,)),
    "composite": one_of("create type pair as (x integer)", "create type pair as (x integer, y text)").map(
        lambda t: (t,)
    ),
    "range": one_of("create type span as range (subtype = float8)").map(lambda text: (text,)),
    "function": one_of(
        "create function f(a integer) returns integer language sql immutable as 'select 1'",
        "create function f(a integer) returns bigint language sql immutable as 'select 1'",
        "create function f(a integer, b text default 'x') returns integer language sql strict as 'select 2'",
    ).map(lambda text: (text, "create table calls (n bigint default f(1), check (f(1) > 0))")),
    "procedure": one_of(
        "create procedure act() language sql as 'select 1'", "create procedure act() language sql as 'select 2'"
    ).map(lambda text: (text, "revoke execute on procedure act() from public")),
    "aggregate": one_of("create aggregate total(integer) (sfunc = int4pl, stype = integer, initcond = '0')").map(
        lambda text: (text,)
    ),
    "trigger": one_of("before insert", "after update or delete").map(
        lambda when: (
            "create function touch() returns trigger language plpgsql as $$ begin return new; end $$",
            "create table touched (id integer)",
            f"create trigger touch {when} on touched for each row execute function touch()",
        )
    ),
    "partitions": partitioned(),
    "children": one_of("", ", extra text").map(
        lambda more: (
            "create table base (id integer not null, n text)",
            f"create table heir (own date{more}) inherits (base)",
        )
    ),
    "reference": one_of("", " on delete cascade", " on delete set null deferrable").map(
        lambda action: (
            "create table target_of (id integer primary key)",
            f"create table refers (id integer primary key, t integer references target_of{action})",
        )
    ),
    "extended statistics": one_of("ndistinct", "dependencies").map(
        lambda kind: (
            "create table seen (x integer, y integer)",
            f"create statistics seen_s ({kind}) on x, y from seen",
        )
    ),
    "exclusion": one_of("&&", "=").map(
        lambda operator: (f"create table booked (during int4range, exclude using gist (during with {operator}))",)
    ),
    "search": one_of("simple", "english").map(
        lambda source: (f"create text search configuration words (copy = pg_catalog.{source})",)
    ),
    "collation": one_of("C", "POSIX").map(
        lambda locale: (f"create collation plain_{locale.lower()} (locale = '{locale}')",)
    ),
}


@st.composite
def schema(draw: st.DrawFn) -> tuple[Object, ...]:
    """Up to three tables, and each other kind one time in three."""
    names = draw(st.lists(st.sampled_from(["t", "u", "w"]), unique=True, max_size=3))
    alone = [draw(strategy) for strategy in ALONE.values() if draw(st.integers(0, 2)) == 0]
    return (*(draw(table(name)) for name in names), *alone)

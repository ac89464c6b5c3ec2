"""What is asked of rows, beyond the pairs: versions of each form, what is said, and what is told to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from difftool.model.catalog import Ident
from difftool.pg.session import Session
from tests.planning.probing import asked, findings, made, troubles

New = Callable[[], Session]

IN_T = "satisfies_hash_partition('t'::regclass, 2, 0, g)"
PARTITIONED = """
create table t (a int) partition by range (a); create table o partition of t for values from (0) to (9);
create table p (a int)
"""
CASES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "foreign key, composite: NULL in one column refers to nothing": (
        "create table p (a int, b int, primary key (a, b)); create table t (a int, b int)",
        "alter table t add foreign key (a, b) references p",
        ("insert into t values (1, null)", "insert into t values (1, 1)"),
    ),
    "foreign key, MATCH FULL: NULL in one column is an error": (
        "create table p (a int, b int, primary key (a, b)); create table t (a int, b int)",
        "alter table t add foreign key (a, b) references p match full",
        ("insert into t values (null, null)", "insert into t values (1, null)"),
    ),
    "foreign key on a table that is new": (
        "create table t (a int)",
        "create table p (a int primary key); alter table t add foreign key (a) references p",
        ("insert into t values (null)", "insert into t values (1)"),
    ),
    "unique index, partial": (
        "create table t (a int, gone boolean)",
        "create unique index u on t (a) where not gone",
        ("insert into t values (1, true), (1, true), (1, false)", "insert into t values (1, false)"),
    ),
    "unique index on a column that is a condition": (
        "create table t (a int, here boolean)",
        "create unique index u on t (a) where here",
        ("insert into t values (1, false), (1, true)", "insert into t values (1, true)"),
    ),
    "unique index of an expression, with INCLUDE": (
        "create table t (a text, b int)",
        "create unique index u on t (lower(a) desc, (b + 1)) include (b)",
        ("insert into t values ('x', 1), ('X', 2), (null, 1), (null, 1)", "insert into t values ('X', 1)"),
    ),
    "unique over a new column that holds one default": (
        "create table t (a int)",
        "alter table t add b int default 5; alter table t add unique (b)",
        ("insert into t values (1)", "insert into t values (2)"),
    ),
    "exclusion with equality": (
        "create table t (a int4range, b int4range)",
        "alter table t add exclude using gist (a with =, b with &&) where (not isempty(b))",
        (
            "insert into t values ('[1,2)', '[1,5)'), ('[1,2)', '[5,9)'), ('[2,3)', '[1,9)'), ('[1,2)', 'empty')",
            "insert into t values ('[1,2)', '[2,3)')",
        ),
    ),
    "exclusion that no order helps": (
        "create table t (c circle)",
        "alter table t add exclude using gist (c with &&)",
        ("insert into t values ('<(0,0),1>'), ('<(9,0),1>')", "insert into t values ('<(1,1),1>')"),
    ),
    "check on a new column with a default": (
        "create table t (a int)",
        "alter table t add b int default 3; alter table t add check (a < b)",
        ("insert into t values (1), (null)", "insert into t values (4)"),
    ),
    "check that raises an error": (
        "create table t (a int)",
        "alter table t add check (10 / a > 1)",
        ("insert into t values (3)", "insert into t values (0)"),
    ),
    "domain: NOT NULL by a new column of it": (
        "create table t (a int); create domain d as int not null",
        "alter table t add b d",
        ("select", "insert into t values (1)"),
    ),
    "domain: a new column whose default it refuses": (
        "create table t (a int); create domain d as int check (value > 0)",
        "alter table t add b d default 0",
        ("select", "insert into t values (1)"),
    ),
    "domain with the word value in its text": (
        "create domain d as text; create table t (a d)",
        "alter domain d add check (value <> 'VALUE')",
        ("insert into t values ('value'), (null)", "insert into t values ('VALUE')"),
    ),
    "list partition, NULL and other values": (
        "create table t (a text) partition by list (a); create table p (a text)",
        "alter table t attach partition p for values in ('x, (y', null)",
        ("insert into p values ('x, (y'), (null)", "insert into p values ('z')"),
    ),
    "range partition of two columns without upper end": (
        "create table t (a int, b int) partition by range (a, b); create table p (a int, b int)",
        "alter table t attach partition p for values from (1, 5) to (9, maxvalue)",
        ("insert into p values (1, 5), (9, 100), (2, 0)", "insert into p values (1, 4)"),
    ),
    "range partition of an expression": (
        "create table t (a text) partition by range (lower(a)); create table p (a text)",
        "alter table t attach partition p for values from (minvalue) to ('c')",
        ("insert into p values ('B')", "insert into p values ('C')"),
    ),
    "hash partition": (
        "create table t (a int) partition by hash (a); create table p (a int)",
        "alter table t attach partition p for values with (modulus 2, remainder 0)",
        (
            f"insert into p select g from generate_series(1, 9) g where {IN_T}",
            "insert into p select g from generate_series(1, 9) g",
        ),
    ),
    "default partition that holds what another one takes": (
        PARTITIONED,
        "alter table t attach partition p default",
        ("insert into p values (9)", "insert into p values (8)"),
    ),
    "stored expression that raises an error": (
        "create table t (a text)",
        "alter table t add b int generated always as (a::int) stored",
        ("insert into t values ('1')", "insert into t values ('x')"),
    ),
    "identity column whose sequence gets too small a bound": (
        "create table t (a int generated always as identity)",
        "alter table t alter a set maxvalue 100",
        ("insert into t default values", "select setval('t_a_seq', 101)"),
    ),
    "foreign key by a new column's default": (
        "create table p (a int primary key); create table t (a int); insert into p values (1)",
        "alter table t add b int default 1 references p",
        ("insert into t values (7)", "delete from p"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_rows_tell_whether_it_will_run(new_database: New, name: str) -> None:
    """Nothing is in the way of good rows and they run; bad ones are found and they fail."""
    import psycopg2

    before, statement, (good, bad) = CASES[name]
    live, target = made(new_database, before, good), made(new_database, before, statement)
    assert troubles(live, target) == []
    live.execute("begin")
    live.execute(statement)
    live.execute("rollback")
    live.execute(bad)
    assert troubles(live, target)
    with pytest.raises(psycopg2.Error):
        live.execute(statement)


def test_labels_that_go_are_looked_for_in_arrays_too(new_database: New) -> None:
    """A label that an enum is to lose is found where rows still hold it."""
    live = made(
        new_database,
        "create type e as enum ('a', 'b'); create table t (id int primary key, x e, many e[])",
        "insert into t values (1, 'a', '{a,b}'), (2, 'b', '{a}')",
    )
    target = made(new_database, "create type e as enum ('a'); create table t (id int primary key, x e, many e[])")
    assert {(f.subject, f.examples) for f in troubles(live, target)} == {
        ("t.x without the label b", ("2",)),
        ("t.many without the label b", ("1",)),
    }


def test_a_sequence_behind_its_column_is_told_not_refused(new_database: New) -> None:
    """Numbers that an identity's sequence is yet to give do not stop the plan, which sets the sequence."""
    live = made(new_database, "create table t (a int not null)", "insert into t values (1), (2)")
    target = made(new_database, "create table t (a int not null generated always as identity)")
    (finding,) = findings(live, target)
    assert finding.count == 2
    assert finding.resolved_by.startswith("the plan, which sets the sequence")


def test_deleting_orphans_tells_what_would_follow(new_database: New) -> None:
    """The rows that a cascade would reach are counted, through every table on its way."""
    before = (
        "create table p (id int primary key); create table t (id int primary key, p int);"
        "create table u (id int primary key, t int references t on delete cascade);"
        "create table w (u int references u on delete cascade)"
    )
    rows = (
        "insert into t values (1, 9), (2, null); insert into u values (1, 1), (2, 1), (3, 2); insert into w values (2)"
    )
    live = made(new_database, before, rows)
    target = made(new_database, before, "alter table t add foreign key (p) references p")
    (finding,) = troubles(live, target)
    assert finding.examples == ("9",)
    assert finding.notes == (
        "deleting them would delete 2 rows of u, too",
        "deleting them would delete 1 rows of w, too",
    )


REMEDIES = [
    ("alter table t alter c set not null", "insert into t values (1, null)", "nulls"),
    ("alter table t add unique (c)", "insert into t values (1, 'x'), (2, 'x')", "duplicates"),
    ("alter table t alter c type int using c::int", "insert into t values (1, 'x')", "convert"),
    ("alter table t alter c type varchar(3)", "insert into t values (1, 'abcd')", "convert"),
    ("alter table t add d int not null", "insert into t values (1, 'x')", "fill"),
]


@pytest.mark.parametrize(("statement", "rows", "rule"), REMEDIES)
def test_a_remedy_can_be_pasted(new_database: New, statement: str, rows: str, rule: str) -> None:
    """It is YAML, names the column or table, and has all keys of its rule."""
    from difftool.files.rules import RULES

    live = made(new_database, "create table t (id int primary key, c text)", rows)
    target = made(new_database, "create table t (id int primary key, c text)", statement)
    (finding,) = troubles(live, target)
    (written,) = yaml.safe_load("\n".join(finding.remedy))["data"]
    assert written[rule].startswith("t")
    assert written.keys() <= RULES[rule].keys()
    assert {name for name, key in RULES[rule].items() if key.required} <= written.keys()


def test_examples_are_keys_and_only_where_wanted(new_database: New) -> None:
    """Rows are named by their primary key, of all columns; without one by where they lie; or not at all."""
    live = made(
        new_database,
        "create table k (a int, b text, c int, primary key (a, b)); create table n (c int)",
        "insert into k values (1, 'x', null), (2, 'y', 1); insert into n values (null)",
    )
    target = made(
        new_database,
        "create table k (a int, b text, c int not null, primary key (a, b)); create table n (c int not null)",
    )
    assert [finding.examples for finding in troubles(live, target)] == [("1, x",), ("(0,1)",)]
    assert [finding.examples for finding in findings(live, target, None)] == [(), ()]


def test_a_renamed_constraint_asks_of_its_own_table_only(new_database: New) -> None:
    """A table of the same name in another schema is not asked."""
    before = "create schema other; create table other.t (c int); create table t (c int)"
    live = made(new_database, before, "insert into t values (null)")
    target = made(new_database, before, "alter table other.t alter c set not null")
    (question,) = asked(live, target)
    assert question.table == Ident("table", "other", "t")
    assert troubles(live, target) == []

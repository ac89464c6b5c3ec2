from __future__ import annotations

import pytest

from difftool.errors import SnapshotError
from difftool.sql.split import split

ONE_STATEMENT = [
    "select 'a;b'",
    "select 'it''s;'",
    r"select E'it\';s'",
    "select E'a'\n  'b\\';c'",
    r"select 'a\'",
    "select U&'d\\0061;t'",
    'create table "a;""b" ()',
    "do $x$ begin; $$ ; $$; end $x$",
    "select a$b$c, $1",
    "select 1 /* a; /* nested; */ b; */ + 1",
    "select 1 -- a; b\n + 1",
    "create rule r as on insert to t do also (select 1; select 2)",
    "create function f() returns int begin atomic select case when true then 2 end; select 1 as end; end",
    "create or replace procedure p() begin atomic insert into t values (1); select t.case from t; end",
]


@pytest.mark.parametrize("text", ONE_STATEMENT)
def test_semicolons_inside_a_statement_do_not_end_it(text: str) -> None:
    """A semicolon in quotes, comments, bodies and rules belongs to its statement."""
    assert [piece.text for piece in split(f"{text};\nselect 2;")] == [text, "select 2"]


def test_empty_statements_and_comments_are_dropped() -> None:
    """What is sent to the server begins with a word and has no semicolon."""
    assert [piece.text for piece in split("-- hello;\n;; /* a */ select 1 ; -- end\n;")] == ["select 1"]


def test_lines_are_those_of_the_first_word() -> None:
    """Messages name the line where a statement, or a character of it, stands."""
    piece = split("-- one\n\n  select 1,\n  x;", "a.sql")[0]
    assert (piece.where(), piece.where(piece.text.index("x") + 1)) == ("a.sql:3", "a.sql:4")


def test_restrict_lines_of_pg_dump_are_left_out() -> None:
    r"""A text of pg_dump loads although it begins and ends with \restrict."""
    assert [piece.text for piece in split("\\restrict abc\nselect 1;\n\\unrestrict abc\n")] == ["select 1"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("select 1;\n\\connect x", r"f.sql:2: \connect is a command of psql"),
        ("select 1 \\gexec", r"f.sql:1: \gexec is a command of psql"),
        ("create table t ();\ncopy t (a) from stdin;\n1\n\\.\n", "f.sql:2: a snapshot holds no data"),
        ("select 1;\nselect 'a", "f.sql:2: this quote is never closed"),
        ('select "a', "f.sql:1: this quote is never closed"),
        (r"select E'a\'", "f.sql:1: this quote is never closed"),
        ("\n/* a /* b */", "f.sql:2: this comment is never closed"),
        ("select $a$ x", "f.sql:1: the text that $a$ opens is never closed"),
        ("select (1; select 2;", "f.sql:1: this statement is never finished"),
    ],
)
def test_what_cannot_be_cut_is_refused_with_its_line(text: str, words: str) -> None:
    """Commands of psql, data, and what is never closed are errors that name file and line."""
    with pytest.raises(SnapshotError) as caught:
        split(text, "f.sql")
    assert str(caught.value).startswith(words)

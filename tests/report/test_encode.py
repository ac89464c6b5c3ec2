"""Nobody else's text acts on the medium that shows it."""

from __future__ import annotations

import re
import shlex

import pytest

from difftool.report.encode import block, cell, code, redacted, visible, visible_lines, word
from tests.report.made import HOSTILE


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("plain ü 漢字", "plain ü 漢字"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\u202eb\u200bc", "a\\u202eb\\u200bc"),
        ("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("\u2028\ud800", "\\u2028\\ud800"),
    ],
)
def test_a_terminal_gets_one_line_of_characters_that_are_seen(raw: str, seen: str) -> None:
    """Controls, escapes, direction marks, zero widths and line ends are shown as their numbers."""
    assert visible(raw) == seen
    assert visible(seen) == seen


def test_sql_keeps_its_lines() -> None:
    """Line breaks and tabs of SQL survive where it is shown, and nothing else that is not seen does."""
    assert visible_lines("select 1,\r\n\t2 -- \x1b[0m\r") == "select 1,\n\t2 -- \\x1b[0m\\r"


@pytest.mark.parametrize("text", ["a", "`", "``a`", "a`b``c", " padded ", "", HOSTILE])
def test_a_code_span_cannot_be_left(text: str) -> None:
    """The fence of a span is longer than any run of backticks inside it, and it stays on one line."""
    span = code(text)
    fence = re.match("`+", span.removeprefix("\\"))
    assert fence
    inside = span[len(fence.group()) : -len(fence.group())]
    assert len(fence.group()) > max(map(len, re.findall("`+", inside)), default=0)
    assert "\n" not in span


def test_a_code_span_stays_in_its_table_cell() -> None:
    """A pipe in a name does not start another cell; where there is no table it is a pipe, without a backslash."""
    assert re.sub(r"\\\|", "", cell("a|b\\|c")).count("|") == 0
    assert code("'a' || 'b'") == "`'a' || 'b'`"


def test_a_word_for_a_shell() -> None:
    """A shell reads it as one word, whatever it holds."""
    for text in ("production", "st ag'e", '$(x) `y` \\ "z"', ""):
        assert shlex.split(f"difftool plan {word(text)}") == ["difftool", "plan", text]


def test_a_block_cannot_be_closed_by_what_it_holds() -> None:
    """SQL with a fence of its own stays inside the block."""
    shown = block("select '\n```\n# heading\n````\n'")
    assert shown.startswith("`````sql\n")
    assert shown.endswith("\n`````")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://app:hunter2@db/app is down",
        "at postgres://app:hunter2@x:hunter2@db:5432/app?x=1",
        "postgres://:hunter2@db",
        "host=db password=hunter2 user=a",
        r"password = 'it\'s hunter2' host=db",
        "postgresql://db/app?user=a&password=hunter2&sslmode=require",
        "postgresql://db/app?password=a'hunter2",
        "CREATE USER MAPPING FOR app SERVER db OPTIONS (\"user\" 'a', password 'it''s hunter2')",
        "alter role db password 'hunter2'",
    ],
)
def test_passwords_do_not_appear(text: str) -> None:
    """Whatever looks like a connection string loses its password, and only that."""
    assert "hunter2" not in redacted(text)
    assert "db" in redacted(text)

"""Patterns of `manages`, and whether two scopes could meet."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftool.files.form_error import FormError
from difftool.files.patterns import overlap, parse_pattern
from difftool.model.profile import Pattern

WRONG = {
    "": (0, 'expected schema.name, such as public.*; found ""'),
    "public.": (7, 'a name is missing in "public."'),
    ".x": (0, 'a name is missing in ".x"'),
    'public."x': (7, 'double quotes are expected around a whole name in "public."x"'),
    'public."a"*': (7, 'double quotes are expected around a whole name in "public."a"*"'),
    '"public.x': (0, 'a double quote that is not closed in ""public.x"'),
    "!ttable:public.x": (1, 'unknown kind "ttable"; did you mean "table"?'),
    "extension:": (10, 'a name is missing in "extension:"'),
    "function:f": (9, 'expected schema.name, such as public.f; found "function:f"'),
    "public. x": (7, 'a space outside double quotes in "public. x"'),
    "p." + "x" * 500: (0, "expected a pattern; found 502 characters"),
    "pg_catalog.*": (0, 'schema "pg_catalog" is never in scope'),
}


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_a_pattern_that_is_wrong_says_where(text: str, told: tuple[int, str]) -> None:
    """What is no pattern is refused, with the character at which it goes wrong."""
    with pytest.raises(FormError) as caught:
        parse_pattern(text)
    assert (caught.value.offset, caught.value.message) == told


def test_quotes_make_names_literal() -> None:
    """Names fold to lower case unless quoted; a doubled quote is one, a dot inside quotes is part of the name."""
    assert parse_pattern('!table:Public."A.""b*"') == Pattern(
        '!table:Public."A.""b*"', "table", "public", 'A."b*', exclude=True, quoted=(False, True)
    )
    assert parse_pattern("function:public.f(integer)").name == "f(integer)"


MEET = {
    "public.a | public.a": True,
    "public.a | public.b": False,
    "public.* | public.b": True,
    "public.* | app.*": False,
    "*.a | public.*": True,
    "public.a* | public.*b": True,
    "public.a? | public.a": False,
    "public.a?c | public.*bc": True,
    'public."a*" | public.ab': False,
    'public."a*" | public.a?': True,
    "function:public.* | table:public.*": False,
    "function:public.* | public.f": True,
    "extension:citext | public.*": False,
    "extension:* | extension:citext": True,
    "public.* !public.llm_* | public.llm_jobs": False,
    "public.* !public.llm_* | public.llm*": True,
    "!public.llm_* public.* | public.llm_jobs": True,
    "public.* !function:public.llm_* | public.llm_jobs": True,
    "public.a* | public.* !public.a*": False,
}


@pytest.mark.parametrize(("scopes", "expected"), MEET.items())
def test_scopes_meet_where_a_name_could_be_in_both(scopes: str, expected: bool) -> None:
    """Two scopes overlap if an object's name could be in both, judged in the same way from either side."""
    mine, theirs = ([parse_pattern(text) for text in side.split()] for side in scopes.split(" | "))
    assert bool(overlap(mine, theirs)) is expected
    assert bool(overlap(theirs, mine)) is expected


GLOBS = st.text("ab*?", min_size=1, max_size=6)


@given(GLOBS, GLOBS, GLOBS, st.text("ab", min_size=1, max_size=6))
def test_scopes_that_share_a_name_always_overlap(one: str, other: str, out: str, name: str) -> None:
    """No name that both scopes match escapes the test, with exclusions too."""
    mine = [parse_pattern(f"public.{one}"), parse_pattern(f"!public.{out}")]
    theirs = [parse_pattern(f"public.{other}")]
    if fnmatchcase(name, one) and fnmatchcase(name, other) and not fnmatchcase(name, out):
        assert overlap(mine, theirs)

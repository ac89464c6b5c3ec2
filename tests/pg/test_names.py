"""Names as a profile writes them."""

from __future__ import annotations

import pytest

from difftool.pg.names import parts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jobs", ("public", "jobs", None)),
        ("auth.users", ("auth", "users", None)),
        ("auth.uid()", ("auth", "uid", "()")),
        ('"f( x"(integer)', ("public", "f( x", "(integer)")),
        ('a."b"".c"("odd (type")', ("a", 'b".c', '("odd (type")')),
    ],
)
def test_in_parts(name: str, expected: tuple[str, str, str | None]) -> None:
    """Schema, name and arguments come apart, also where a quoted name holds a dot, a quote or a parenthesis."""
    assert parts(name) == expected

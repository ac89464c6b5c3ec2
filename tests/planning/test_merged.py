"""Several types of one table change in one pass."""

from __future__ import annotations

from difftool.planning.merged import merged


def test_neighbours_become_one_statement() -> None:
    """Only changes of types, only of one table, only side by side: an expression never sees what another one made."""
    one = 'ALTER TABLE public."a TYPE" ALTER COLUMN a TYPE text USING a::text'
    two = 'ALTER TABLE public."a TYPE" ALTER COLUMN b TYPE date'
    other = "ALTER TABLE public.u ALTER COLUMN b TYPE date"
    default = 'ALTER TABLE public."a TYPE" ALTER COLUMN b SET DEFAULT now()'
    both = f"{one},\n    ALTER COLUMN b TYPE date"
    assert merged([one, two, other]) == (both, other)
    assert merged([one, default, two]) == (one, default, two)
    assert merged([one, two, two]) == (f"{both},\n    ALTER COLUMN b TYPE date",)

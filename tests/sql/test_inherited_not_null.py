"""What PostgreSQL 18's pg_dump writes into CREATE TABLE of older servers."""

from __future__ import annotations

import pytest

from difftool.sql.inherited_not_null import said_apart

_AFTER = "INHERITS (public.p);\n\n"


@pytest.mark.parametrize(
    ("items", "left", "column"),
    [
        ("    NOT NULL m,\n    z integer\n", "    z integer\n", "m"),
        ('    z integer,\n    NOT NULL "A, b"\n', "    z integer\n", '"A, b"'),
        ("    NOT NULL m\n", "", "m"),
    ],
)
def test_not_null_of_an_inherited_column_follows_its_table(items: str, left: str, column: str) -> None:
    """Wherever it stands among the table's items, it becomes a statement of its own."""
    said = said_apart(f"CREATE TABLE public.t (\n{items})\n{_AFTER}")
    altered = f"\nALTER TABLE ONLY public.t ALTER COLUMN {column} SET NOT NULL;\n"
    assert said == f"CREATE TABLE public.t (\n{left})\n{_AFTER}{altered}"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.t (\n    m integer NOT NULL\n);\n",
        "CREATE TABLE public.t (\n)\nINHERITS (public.p);\n",
        "SELECT 1",
    ],
)
def test_other_statements_stay(statement: str) -> None:
    """Columns of the table's own, tables without any, and what is no table."""
    assert said_apart(statement) == statement

from __future__ import annotations

from difftool.sql.dump_text import normalised, without_not_null_names

HEAD = "\\restrict x\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n"


def test_order_and_settings_do_not_count() -> None:
    """Statements in another order, columns in another order, and settings are no difference."""
    index, head = "CREATE INDEX i ON public.t (a);", "CREATE TABLE public.t (\n"
    here = HEAD + head + "    a integer,\n    b numeric(10,2) DEFAULT 1\n);\n" + index
    there = index + head + "    b numeric(10,2) DEFAULT 1,\n    a integer\n);"
    assert normalised(here) == normalised(there)


def test_rights_in_another_order_are_the_same() -> None:
    """The order of the rights in a GRANT is no difference."""
    assert normalised("GRANT SELECT,INSERT ON TABLE t TO a;") == normalised("GRANT INSERT,SELECT ON TABLE t TO a;")


def test_storage_parameters_in_another_order_are_the_same() -> None:
    """The order of storage parameters is that in which somebody set them."""
    assert normalised("CREATE TABLE t (\n)\nWITH (fillfactor='70', user_catalog_table=true);") == normalised(
        "CREATE TABLE t (\n)\nWITH (user_catalog_table=true, fillfactor='70');"
    )


def test_the_order_in_types_and_indexes_counts() -> None:
    """A composite type, an enum or an index with its parts in another order is another one."""
    assert normalised("CREATE TYPE t AS (\n    a int,\n    b int\n);") != normalised(
        "CREATE TYPE t AS (\n    b int,\n    a int\n);"
    )
    assert normalised("CREATE INDEX i ON t (a, b);") != normalised("CREATE INDEX i ON t (b, a);")


def test_names_of_not_null_can_be_left_out() -> None:
    """Where NOT NULL has no names, a column is NOT NULL or is not; what else a constraint says stays."""
    one, other = 'CONSTRAINT "a ""b" NOT NULL a', "CONSTRAINT c NOT NULL c"
    named = f"CREATE TABLE t (\n    {one},\n    b int CONSTRAINT odd NOT NULL,\n    {other}\n)"
    assert without_not_null_names(named) == "CREATE TABLE t (\n    b int NOT NULL\n)"
    more = "CREATE TABLE t (\n    CONSTRAINT a NOT NULL a NO INHERIT\n)"
    assert without_not_null_names(more).endswith("NOT NULL a NO INHERIT\n)")


def test_lists_in_the_server_s_own_order_are_the_same() -> None:
    """Roles of a policy come as they came to the server, columns of statistics and publications as to the table."""
    policy = 'CREATE POLICY p ON public."a b" AS RESTRICTIVE FOR SELECT TO {} USING ((a = ANY (ARRAY[b, a])));'
    statistics = "CREATE STATISTICS public.s (ndistinct, mcv) ON {}, lower(b) FROM public.t;"
    publication = "ALTER PUBLICATION p ADD TABLE ONLY public.t ({}) WHERE (((b > 1) AND (a > 2)));"
    for text in (policy, statistics, publication):
        assert normalised(text.format('bob, "Dr. No"')) == normalised(text.format('"Dr. No", bob'))
        assert normalised(text.format("a, b")) != normalised(text.format("a, c"))

"""What a role or a database has set, and a session on live does not take over."""

from __future__ import annotations

import pytest
from psycopg2.extensions import make_dsn

from difftool.model.address import Address
from difftool.pg.connection import connect
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow


@pytest.mark.parametrize(
    ("setting", "theirs", "ours"),
    [
        ("default_transaction_isolation", "serializable", "read committed"),
        ("default_transaction_read_only", "on", "off"),
        ("default_tablespace", "elsewhere", ""),
        ("default_table_access_method", "columnar", "heap"),
        ("array_nulls", "off", "on"),
        ("transform_null_equals", "on", "off"),
        ("xmloption", "document", "content"),
        ("row_security", "on", "off"),
        ("standard_conforming_strings", "off", "on"),
        ("quote_all_identifiers", "on", "off"),
        ("search_path", "elsewhere", ""),
        ("statement_timeout", "1ms", "1min"),
        ("lock_timeout", "1ms", "2s"),
        ("idle_in_transaction_session_timeout", "1ms", "1min"),
        ("idle_session_timeout", "1h", "0"),
        ("transaction_timeout", "1h", "0"),
        ("synchronous_commit", "off", "local"),
        ("synchronous_commit", "remote_write", "remote_write"),
    ],
)
def test_what_a_role_has_set_does_not_matter(
    shadow: Shadow, database: Session, setting: str, theirs: str, ours: str
) -> None:
    """By ALTER ROLE or ALTER DATABASE: a session on live is settled as the rehearsal's, and as the policy says."""
    if not database.value("select true from pg_settings where name = %s", [setting]):
        pytest.skip(f"{setting} came later")
    name = database.value("select current_database()")
    database.execute(f"alter database {name} set {setting} = '{theirs}'")
    with connect(Address(make_dsn(shadow.dsn, dbname=name), "the test"), read_only=False) as session:
        assert session.value(f"show {setting}") == ours

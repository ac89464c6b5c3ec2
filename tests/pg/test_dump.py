from __future__ import annotations

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import Unreachable
from difftool.model.catalog import Ident
from difftool.pg.archive import entries
from difftool.pg.dump import dump, dump_without_relations, plain
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.sql.quote import identifier


@pytest.fixture
def dsn(shadow: Shadow, database: Session) -> str:
    database.execute('create table "Odd.""*" (b int primary key)')
    database.execute("create table t (id serial)")
    database.execute("comment on table t is 'hello'")
    database.execute("create type mood as enum ('a')")
    return make_dsn(shadow.dsn, dbname=database.value("select current_database()"))


def test_entries_carry_the_oids_of_the_catalog(dsn: str, database: Session) -> None:
    """An entry is linked to its object by class and oid, a comment by what it depends on."""
    by_kind = {(entry.kind, entry.tag): entry for entry in dump(dsn)}
    table = by_kind["TABLE", "t"]
    assert (table.classid, table.objid) == database.rows("select 1259, 't'::regclass::oid::int")[0]
    assert table.sql.startswith("CREATE TABLE public.t (")
    assert table.drop == "DROP TABLE public.t;\n"
    assert by_kind["COMMENT", "TABLE t"].depends == (table.id,)
    assert not any(kind in ("DATABASE", "ENCODING") for kind, _ in by_kind)


def test_only_the_named_relations_are_dumped(dsn: str) -> None:
    """A name with dots, quotes and stars means that one relation."""
    odd = Ident("table", "public", 'Odd."*')
    assert {entry.kind for entry in dump(dsn, relations=[odd])} == {"TABLE", "CONSTRAINT"}
    assert 'CREATE TABLE public."Odd.""*"' in plain(dsn, [odd])
    assert "public.t " not in plain(dsn, [odd])
    assert dump(dsn, relations=[]) == ()


@pytest.mark.parametrize("name", ["back\\slash", "line\nbreak", "\\n", 'all "of\\\\ them"\n', "it's #1"])
def test_any_name_is_found(dsn: str, database: Session, name: str) -> None:
    """Backslashes, quotes and line breaks in a name are the name's own."""
    database.execute(f"create table {identifier(name)} (a int)")
    assert [entry.tag for entry in dump(dsn, relations=[Ident("table", "public", name)])] == [name]


def test_types_are_dumped_without_any_relation(dsn: str) -> None:
    """What is no relation can be dumped without locking one."""
    assert [entry.tag for entry in dump_without_relations(dsn)] == ["mood"]


def test_a_server_that_does_not_answer_is_one_line_without_the_password() -> None:
    """The reason of pg_dump is told, never the password."""
    with pytest.raises(Unreachable, match="Connection refused") as caught:
        dump("host=127.0.0.1 port=1 dbname=x password=sekrit")
    assert "sekrit" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_archive_is_refused() -> None:
    """Other bytes are an error, not an empty schema."""
    for wrong in (b"", b"PGDMP\x01\x63\x00\x04\x08\x01", b"-- SQL"):
        with pytest.raises(ValueError, match="archive"):
            entries(wrong)

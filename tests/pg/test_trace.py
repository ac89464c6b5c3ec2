from __future__ import annotations

from collections.abc import Iterator

import pytest

from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.pg.trace import traced

LAB = """
create type mood as enum ('sad', 'ok', 'happy');
create table p (id int primary key, k int, note text);
create table t (id int primary key, a int, b text, c varchar(10), d numeric(10,2), e mood, u int, ref int);
insert into p select g, g, 'x' from generate_series(1, 50) g;
insert into t select g, g, 'b', 'c', g, 'ok', g, g from generate_series(1, 50) g;
create index t_a on t (a); create index t_c on t (c);
create sequence s;
create function tf() returns trigger language plpgsql as 'begin return new; end';
create table child (id int primary key, pid int, constraint child_fk foreign key (pid) references p (id));
create table plain (id int, k int);
create view v as select id, b from t;
create materialized view mv as select id from t
"""

MEASURED = {
    "create table nt (id int references p (id))": ({"p": "SHARE ROW EXCLUSIVE"}, ()),
    "alter table t add column z uuid default gen_random_uuid()": ({"t": "ACCESS EXCLUSIVE"}, ("t",)),
    "alter table t add column z int not null default 5": ({"t": "ACCESS EXCLUSIVE"}, ()),
    "alter table t alter column c type text": ({"t": "ACCESS EXCLUSIVE"}, ()),
    "alter table t alter column u type bigint": ({"t": "ACCESS EXCLUSIVE"}, ("t",)),
    "alter table t alter column d type numeric(12,4)": ({"t": "ACCESS EXCLUSIVE"}, ("t",)),
    "alter table t add constraint fk foreign key (ref) references p (id) not valid": (
        {"t": "SHARE ROW EXCLUSIVE", "p": "SHARE ROW EXCLUSIVE"},
        (),
    ),
    "alter table child drop constraint child_fk": ({"child": "ACCESS EXCLUSIVE", "p": "ACCESS EXCLUSIVE"}, ()),
    "alter table t alter column a set statistics 500": ({"t": "SHARE UPDATE EXCLUSIVE"}, ()),
    "create index i on t (u)": ({"t": "SHARE"}, ()),
    "create trigger tr2 after insert on t for each row execute function tf()": ({"t": "SHARE ROW EXCLUSIVE"}, ()),
    "drop table child": ({"child": "ACCESS EXCLUSIVE", "p": "ACCESS EXCLUSIVE"}, ()),
    "create view v2 as select * from t": ({"t": "ACCESS SHARE"}, ()),
    "alter sequence s increment by 5": ({"s": "SHARE ROW EXCLUSIVE"}, ()),
    "refresh materialized view mv": ({"mv": "ACCESS EXCLUSIVE", "t": "ACCESS SHARE"}, ("mv",)),
    "delete from t where ref not in (select id from p)": ({"t": "ROW EXCLUSIVE", "p": "ACCESS SHARE"}, ()),
    "create function f2() returns int language sql as 'select 1'": ({}, ()),
}


@pytest.fixture
def lab(database: Session) -> Session:
    for statement in LAB.split(";\n"):
        database.execute(statement)
    return database


@pytest.fixture
def watcher(shadow: Shadow, database: Session) -> Iterator[Session]:
    with shadow.session(database.value("select current_database()")) as session:
        yield session


def test_locks_and_rewrites_are_those_that_were_measured_elsewhere(lab: Session, watcher: Session) -> None:
    """The tracer sees the locks and rewrites that an independent measurement has recorded for the same forms."""
    for statement, (locks, rewrites) in MEASURED.items():
        lab.execute("begin")
        effect = traced(lab, watcher, statement)
        lab.execute("rollback")
        expected = {f"public.{name}": mode for name, mode in locks.items()}
        assert (dict(effect.locks), effect.rewrites) == (expected, tuple(f"public.{n}" for n in rewrites)), statement


def test_a_table_made_in_the_same_transaction_is_no_effect(lab: Session, watcher: Session) -> None:
    """What the transaction itself has made blocks nobody and is not reported."""
    with lab.transaction():
        traced(lab, watcher, "create table fresh (id int)")
        effect = traced(lab, watcher, "alter table fresh add column z uuid default gen_random_uuid()")
    assert dict(effect.locks) == {}


def test_changed_rows_are_counted(lab: Session, watcher: Session) -> None:
    """The number of rows is the one that PostgreSQL reports."""
    with lab.transaction():
        assert traced(lab, watcher, "update t set a = a + 1 where id <= 7").rows == 7

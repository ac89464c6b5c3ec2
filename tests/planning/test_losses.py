"""What a change would lose is counted before it."""

from __future__ import annotations

from collections.abc import Callable

from difftool.diff.compare import compare
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.planning.losses import losses

LIVE = """
create type addr as (street text, zip text, "Ci ty" text);
create table t (id integer primary key, a addr, old addr[]);
create type unused as (x text, y text);
insert into t values (1, ('Main', '3000', 'Berne'), array[('Side', '1', null)::addr, ('Side', '1', 'Bale')::addr]),
    (2, ('Main', '3000', null), array[('Side', '1', null)::addr]), (3, null, null)
"""
TARGET = """
create type addr as (street text, zip text);
create table t (id integer primary key, a addr, old addr[]);
create type unused as (x text)
"""


def test_an_attribute_that_goes_is_a_loss(new_database: Callable[[], Session]) -> None:
    """Each column that stores the type is asked, one of arrays too; a type that nobody stores loses nothing."""
    live, target = new_database(), new_database()
    for session, text in ((live, LIVE), (target, TARGET)):
        session.execute(text)
    here, there = read_catalog(live), read_catalog(target)
    asked = losses(compare(here, there), here)
    assert [(question.subject, live.value(question.probe.ask)) for question in asked] == [("type public.addr", 1)] * 2

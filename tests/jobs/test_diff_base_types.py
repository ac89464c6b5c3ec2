"""A type and its functions are dropped with CASCADE, which must reach nothing else."""

from __future__ import annotations

import psycopg2
import pytest

from difftool.diff.base_types import dropped_with_functions
from difftool.diff.compare import compare
from difftool.model.catalog import Catalog
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Shadow
from tests.jobs.building import built

_TYPE = """
create type base;
create function base_in(cstring) returns base language internal immutable strict as 'int4in';
create function base_out(base) returns cstring language internal immutable strict as 'int4out';
create type base (input = base_in, output = base_out, like = integer);
"""


@pytest.mark.parametrize(
    "user",
    [
        "create table used (id base)",
        "create table used (ids base[])",
        "create view used as select base_out(base_in('1')) is null as known",
        "create function used(base) returns integer language sql as 'select 1'",
        "create cast (base as integer) without function",
    ],
)
def test_what_came_since_is_not_dropped_with_a_type(shadow: Shadow, user: str) -> None:
    """Where something else depends on the type when the script runs, it fails and nothing is dropped."""
    database = built(shadow, _TYPE)
    with database.open() as session:
        session.execute("set search_path = public")
        here = read_catalog(session)
        changes = compare(here, Catalog(here.version, {}))
        (proposal,) = dropped_with_functions(changes, Scope((), recreate=frozenset("*")))
        with session.transaction():
            session.execute(user)
        before = read_catalog(session)
        with pytest.raises(psycopg2.Error, match=r"more than its functions depends on type public\.base"):
            session.execute(proposal.statements[0])
        assert compare(before, read_catalog(session)) == ()


def test_no_plan_drops_a_type_with_its_functions(shadow: Shadow) -> None:
    """Profiles cannot ask for it, not even by naming the type under `recreate`."""
    with built(shadow, _TYPE).open() as session:
        here = read_catalog(session)
    changes = compare(here, Catalog(here.version, {}))
    assert dropped_with_functions(changes, Scope((), recreate=frozenset(["public.base"]))) == ()

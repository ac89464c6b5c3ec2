"""A type and the functions that are part of it: each depends on the other, so they go together."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.proposal import Proposal
from difftool.diff.scope import may_rewrite
from difftool.model.change import Change, Verb
from difftool.model.profile import Scope
from difftool.sql.quote import literal

_DROP = """do $difftool$
declare
    going oid[] := array(
        with recursive own as (
            select {name}::regtype::oid as oid
            union
            select objid from pg_catalog.pg_depend join own on refobjid = own.oid and deptype = 'i'
        )
        table own
    );
begin
    going := going || (
        select array[typinput, typoutput, typreceive, typsend, typmodin, typmodout, typanalyze, typsubscript,
            coalesce(rngcanonical, 0)]::oid[]
        from pg_catalog.pg_type t left join pg_catalog.pg_range on rngtypid = t.oid where t.oid = {name}::regtype
    );
    if exists (select from pg_catalog.pg_depend where refobjid = any (going) and objid <> all (going)) then
        raise exception using message = {said};
    end if;
    drop type {type} cascade;
end
$difftool$"""
"""The one CASCADE there is, for PostgreSQL has no other way; it reaches what was looked at in the same transaction."""
_WITH_FUNCTIONS = ("base_type", "range")


def dropped_with_functions(changes: Iterable[Change], scope: Scope) -> tuple[Proposal, ...]:
    """Of base types and ranges that go, once nothing is left that uses them. No plan says CASCADE."""
    if not may_rewrite(scope):
        return ()
    types = [c.before for c in changes if c.verb is Verb.DROP and c.before and c.ident.kind in _WITH_FUNCTIONS]
    return tuple(Proposal((_dropped(type_.address),), about=str(type_.ident)) for type_ in types)


def _dropped(address: str) -> str:
    said = f"more than its functions depends on type {address}: nothing is dropped"
    return _DROP.format(name=literal(address), said=literal(said), type=address)

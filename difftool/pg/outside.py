"""Externals in the shadow: as they are live, reduced to what the profile declares of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import psycopg2

from difftool.errors import ExternalMismatch
from difftool.model.profile import External
from difftool.pg.names import parts
from difftool.pg.roles import Role
from difftool.pg.session import Row, Session
from difftool.pg.shadow import LOADER, Scratch, Shadow
from difftool.sql.quote import identifier, literals, qualified

OWNER = "difftool_external"
"""owns what others own on live, so that the loader has no more rights on it than the profile says"""

EXTENDED = """
select nspname::text from pg_catalog.pg_extension join pg_catalog.pg_namespace n on n.oid = extnamespace
where extname = %s and extrelocatable
"""
ORDER = ("role", "schema", "extension", "collation", "enum", "domain", "type", "table", "foreign table")
COLUMN = """
select attname, pg_catalog.format_type(atttypid, atttypmod) from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = attrelid join pg_catalog.pg_namespace n on n.oid = relnamespace
where nspname = %s and relname = %s and attnum > 0 and not attisdropped
"""
PRIMARY = """
select array(select attname::text from pg_catalog.pg_attribute
             where attrelid = conrelid and attnum = any (conkey) order by 1)
from pg_catalog.pg_constraint join pg_catalog.pg_class c on c.oid = conrelid
join pg_catalog.pg_namespace n on n.oid = relnamespace
where contype = 'p' and nspname = %s and relname = %s
"""
TYPE = """
select typtype::text, pg_catalog.format_type(typbasetype, typtypmod),
       array(select enumlabel::text from pg_catalog.pg_enum where enumtypid = t.oid order by enumsortorder),
       array(select pg_catalog.quote_ident(attname) || ' ' || pg_catalog.format_type(atttypid, atttypmod)
             from pg_catalog.pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped
             order by attnum)
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = typnamespace
where nspname = %s and typname = %s
"""
VOLATILITY = """
select case provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = pronamespace
where nspname = %s and proname = %s
"""


@dataclass(frozen=True, slots=True)
class _Site:
    """Where it is built, and where it is looked up."""

    session: Session
    live: Session | None

    def asked(self, query: str, schema: str, name: str) -> list[Row]:
        return self.live.rows(query, [schema, name]) if self.live else []


def build_externals(shadow: Shadow, scratch: Scratch, externals: Iterable[External], live: Session | None) -> None:
    """Build them and give the loader the rights that `needs` names; without live, from the declaration alone.

    Raises ExternalMismatch for what cannot be built.
    """
    wanted = sorted(externals, key=lambda e: ORDER.index(e.kind) if e.kind in ORDER else len(ORDER))
    owner = OWNER if shadow.own else shadow.superuser
    roles = [Role(parts(external.name)[1]) for external in wanted if external.kind == "role"]
    shadow.create_roles([Role(OWNER), *roles] if shadow.own else roles)
    if not wanted:
        return
    with scratch.open() as session:
        session.execute("set check_function_bodies = off")
        site = _Site(session, live)
        for external in wanted:
            if external.kind != "role":
                _build(site, external, owner, LOADER if shadow.own else shadow.superuser)


def described(externals: Iterable[External], live: Session) -> tuple[object, ...]:
    """What would be built: equal descriptions make equal databases."""
    site = _Site(live, live)
    return tuple((external.kind, external.name, external.needs, _described(site, external)) for external in externals)


def _described(site: _Site, external: External) -> object:
    schema, name, arguments = parts(external.name)
    if external.kind == "extension":
        return _extension(site, name, LOADER)
    return external.kind in ("role", "schema") or _statement(site, external, schema, name, arguments)


def _build(site: _Site, external: External, owner: str, loader: str) -> None:
    schema, name, arguments = parts(external.name)
    try:
        if external.kind == "extension":
            for statement in _extension(site, name, loader):
                site.session.execute(statement)
            return
        schema = name if external.kind == "schema" else schema
        site.session.execute(f"create schema if not exists {identifier(schema)}")
        site.session.execute(f"grant usage on schema {identifier(schema)} to {loader}")
        if external.kind == "schema":
            return
        full = qualified(schema, name)
        site.session.execute(_statement(site, external, schema, name, arguments))
        signature = full + (arguments or "()") if external.kind in ("function", "procedure") else full
        kind = {"enum": "type", "foreign table": "table"}.get(external.kind, external.kind)
        site.session.execute(f"alter {kind} {signature} owner to {identifier(owner)}")
        on = "" if "table" in kind or "view" in kind else kind
        for need in external.needs:
            site.session.execute(f"grant {need} on {on} {signature} to {loader}")
    except psycopg2.Error as error:
        reason = (error.diag.message_primary or str(error)).strip()
        message = f"{external.kind} {external.name} cannot be built in the shadow: {reason}: correct `externals:`"
        raise ExternalMismatch(message, where=str(external.place)) from error


def _extension(site: _Site, name: str, loader: str) -> list[str]:
    """In the schema where live has it: that is how its functions are called."""
    schemas = [identifier(schema) for (schema,) in (site.live.rows(EXTENDED, [name]) if site.live else [])]
    within = "".join(f" schema {schema}" for schema in schemas)
    return [
        *(f"create schema if not exists {schema}" for schema in schemas),
        *(f"grant usage on schema {schema} to {loader}" for schema in schemas),
        f"create extension if not exists {identifier(name)}{within}",
    ]


def _statement(site: _Site, external: External, schema: str, name: str, arguments: str | None) -> str:
    full = qualified(schema, name)
    if external.kind in ("table", "foreign table"):
        return f"create table {full} ({', '.join(_columns(site, external, schema, name))})"
    if external.kind in ("view", "materialized view"):
        columns = ", ".join(
            f"null::{type_} as {identifier(column)}" for column, type_ in _types(site, external, schema, name)
        )
        return f"create {external.kind} {full} as select {columns}"
    if external.kind in ("type", "enum", "domain"):
        return _type(site, external, schema, name)
    if external.kind == "collation":
        return f'create collation {full} from "C"'
    if external.kind == "sequence":
        return f"create sequence {full}"
    return _routine(site, external, schema, name, arguments or "()")


def _types(site: _Site, external: External, schema: str, name: str) -> list[tuple[str, str]]:
    there = {str(column): str(words) for column, words in site.asked(COLUMN, schema, name)}
    return [(column, there.get(column, declared)) for column, declared in external.columns.items()]


def _columns(site: _Site, external: External, schema: str, name: str) -> list[str]:
    lines = [f"{identifier(column)} {words}" for column, words in _types(site, external, schema, name)]
    if not external.key:
        return lines
    primary = [sorted(row[0]) for row in site.asked(PRIMARY, schema, name)]
    kind = "primary key" if site.live is None or sorted(external.key) in primary else "unique"
    return [*lines, f"{kind} ({', '.join(identifier(column) for column in external.key)})"]


def _type(site: _Site, external: External, schema: str, name: str) -> str:
    """Without live no more is known of a type than what is declared: an enum of those labels, a domain over text."""
    full = qualified(schema, name)
    unknown: Row = ("d" if external.kind == "domain" else "e", "text", external.labels, [])
    sort, base, labels, attributes = next(iter(site.asked(TYPE, schema, name)), unknown)
    if sort == "d":
        return f"create domain {full} as {base}"
    if sort == "c":
        return f"create type {full} as ({', '.join(attributes)})"
    return f"create type {full} as enum ({literals(labels)})"


def _routine(site: _Site, external: External, schema: str, name: str, arguments: str) -> str:
    """It yields null, or no rows."""
    head = f"{external.kind} {qualified(schema, name)}{arguments}"
    if external.kind == "procedure":
        return f"create {head} language plpgsql as 'begin end'"
    several = re.match(r"(setof|table)\b", external.returns, re.IGNORECASE)
    body = "begin return; end" if several or external.returns == "void" else "begin return null; end"
    volatility = next((row[0] for row in site.asked(VOLATILITY, schema, name)), "stable")
    return f"create {head} returns {external.returns} language plpgsql {volatility} as '{body}'"

"""What belongs to others and must be there: checked on live, and built in the shadow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from difftool.model.profile import External
from difftool.pg.names import parts
from difftool.pg.outside import build_externals
from difftool.pg.session import Session
from difftool.sql.quote import identifier, qualified

__all__ = ["build_externals", "check_externals"]

RELATIONS = ("table", "view", "materialized view", "foreign table", "sequence")
ROUTINES = ("function", "procedure")
CATALOGS = {
    **dict.fromkeys(RELATIONS, ("pg_class", "relname", "relnamespace")),
    **dict.fromkeys(("type", "enum", "domain"), ("pg_type", "typname", "typnamespace")),
    **dict.fromkeys(ROUTINES, ("pg_proc", "proname", "pronamespace")),
    "collation": ("pg_collation", "collname", "collnamespace"),
}
WITHOUT_SCHEMA = {
    "schema": ("pg_namespace", "nspname"),
    "role": ("pg_roles", "rolname"),
    "extension": ("pg_extension", "extname"),
}
COLUMNS = """
select attname, pg_catalog.format_type(atttypid, atttypmod), atttypid from pg_catalog.pg_attribute
where attrelid = %s and attnum > 0 and not attisdropped
"""
LABELS = "select enumlabel::text from pg_catalog.pg_enum where enumtypid = %s"
UNIQUE = """
select 1 from pg_catalog.pg_index i
where indrelid = %s and indisunique and indisvalid and indimmediate and indpred is null and indexprs is null
  and (select pg_catalog.array_agg(attname::text order by attname) from pg_catalog.pg_attribute
       where attrelid = indrelid and attnum = any ((indkey::int2[])[0:indnkeyatts - 1])) = %s::text[]
"""


@dataclass(frozen=True, slots=True)
class _Found:
    external: External
    oid: int
    name: str
    """qualified and quoted"""


def check_externals(live: Session, externals: Iterable[External], search_path: str) -> tuple[str, ...]:
    """What is missing or different, a sentence each: the cause, and what to do. Reads catalogs only."""
    return tuple(sentence for external in externals for sentence in _check(live, external, search_path))


def _check(live: Session, external: External, search_path: str) -> Iterator[str]:
    if external.kind in WITHOUT_SCHEMA:
        yield from _check_plain_name(live, external)
        return
    schema, name, arguments = parts(external.name)
    reachable = live.rows(
        "select pg_catalog.has_schema_privilege(oid, 'usage') from pg_catalog.pg_namespace where nspname = %s",
        [schema],
    )
    if not reachable:
        yield f"schema {schema} does not exist: {_elsewhere(live, external, name, search_path)}"
    elif not reachable[0][0]:
        role = identifier(live.value("select current_user"))
        yield (
            f"{external.name} is not visible: no right to use schema {schema}: "
            f"GRANT USAGE ON SCHEMA {identifier(schema)} TO {role};"
        )
    else:
        oid = _lookup(live, external.kind, schema, name, arguments)
        if oid is None:
            yield f"{external.name} does not exist: {_elsewhere(live, external, name, search_path)}"
            return
        found = _Found(external, oid, qualified(schema, name) + (arguments or ""))
        for check in (_columns, _key, _returns, _labels, _rights, _row_security):
            yield from check(live, found)


def _check_plain_name(live: Session, external: External) -> Iterator[str]:
    catalog, column = WITHOUT_SCHEMA[external.kind]
    name = parts(external.name)[1]
    if not live.value(f"select 1 from pg_catalog.{catalog} where {column} = %s", [name]):
        yield f"{external.kind} {name} does not exist: CREATE {external.kind.upper()} {identifier(name)};"


def _lookup(live: Session, kind: str, schema: str, name: str, arguments: str | None) -> int | None:
    """By name, not by `::regclass`, which needs rights."""
    catalog, column, namespace = CATALOGS[kind]
    found = live.rows(
        f"select c.oid from pg_catalog.{catalog} c join pg_catalog.pg_namespace n on n.oid = c.{namespace}"
        f" where nspname = %s and {column} = %s",
        [schema, name],
    )
    if kind in ROUTINES and arguments:
        signature = qualified(schema, name) + arguments
        return live.value("select pg_catalog.to_regprocedure(%s)::oid::bigint", [signature]) or None
    return int(found[0][0]) if found else None


def _elsewhere(live: Session, external: External, name: str, search_path: str) -> str:
    catalog, column, namespace = CATALOGS[external.kind]
    schemas = [
        schema
        for (schema,) in live.rows(
            f"select distinct nspname::text from pg_catalog.{catalog} c join pg_catalog.pg_namespace n"
            f" on n.oid = c.{namespace} where {column} = %s order by 1",
            [name],
        )
    ]
    if schemas:
        return (
            f"there is one in schema {' and '.join(schemas)}: name it with its schema under `externals:` "
            f"and see `search_path` (now {search_path})"
        )
    database = live.value("select pg_catalog.current_database()")
    return f"is {database} the right database? If so, its owner has to create it first"


def _columns(live: Session, found: _Found) -> Iterator[str]:
    if found.external.kind not in RELATIONS:
        return
    there = {name: (words, oid) for name, words, oid in live.rows(COLUMNS, [found.oid])}
    for column, wanted in found.external.columns.items():
        if column not in there:
            yield f"{found.external.name} has no column {column}: correct `externals:`, or ask its owner for it"
        elif live.value("select pg_catalog.to_regtype(%s)::oid::bigint", [wanted]) != there[column][1]:
            yield (
                f"{found.external.name}.{column} is {there[column][0]}, not {wanted}: "
                f"correct `externals:`, and the columns that refer to it"
            )


def _key(live: Session, found: _Found) -> Iterator[str]:
    key = sorted(found.external.key)
    there = {name for name, *_ in live.rows(COLUMNS, [found.oid])} if key else set()
    if set(key) & set(found.external.columns) - there:
        return  # said already: the column is missing
    if key and not live.value(UNIQUE, [found.oid, key]):
        columns = ", ".join(found.external.key)
        yield (
            f"{found.external.name} has no primary key or unique constraint on ({columns}): "
            f"a foreign key needs one; ask its owner, or correct `key:`"
        )


def _returns(live: Session, found: _Found) -> Iterator[str]:
    if not found.external.returns:
        return
    returned, same = live.rows(
        "select pg_catalog.pg_get_function_result(oid), pg_catalog.to_regtype(%s) = prorettype"
        " from pg_catalog.pg_proc where oid = %s",
        [re.sub(r"^setof ", "", found.external.returns, flags=re.IGNORECASE), found.oid],
    )[0]
    if not same:
        yield f"{found.external.name} returns {returned}, not {found.external.returns}: correct `externals:`"


def _labels(live: Session, found: _Found) -> Iterator[str]:
    there = {label for (label,) in live.rows(LABELS, [found.oid])} if found.external.labels else set()
    for label in found.external.labels:
        if label not in there:
            yield f"{found.external.name} has no label {label}: correct `externals:`, or ask its owner for it"


def _rights(live: Session, found: _Found) -> Iterator[str]:
    kind = _kind_of_right(found.external.kind)
    role = identifier(live.value("select current_user"))
    on = "" if kind == "table" else f"{kind.upper()} "
    for need in found.external.needs:
        held = live.value(f"select pg_catalog.has_{kind}_privilege(%s::oid, %s)", [found.oid, need])
        if not held and kind == "table" and need in ("select", "insert", "update", "references"):
            held = _on_columns(live, found, need)
        if not held:
            yield (
                f"{need.upper()} on {found.external.name} is missing: "
                f"its owner has to run: GRANT {need.upper()} ON {on}{found.name} TO {role};"
            )


def _on_columns(live: Session, found: _Found, need: str) -> bool:
    columns = found.external.columns or found.external.key
    return bool(columns) and all(
        live.value(
            "select pg_catalog.has_column_privilege(attrelid, attnum, %s) from pg_catalog.pg_attribute"
            " where attrelid = %s and attname = %s",
            [need, found.oid, column],
        )
        for column in columns
    )


def _kind_of_right(kind: str) -> str:
    if kind in ROUTINES:
        return "function"
    if kind in ("type", "enum", "domain"):
        return "type"
    return "sequence" if kind == "sequence" else "table"


def _row_security(live: Session, found: _Found) -> Iterator[str]:
    """Where a policy filters what we read, every row that is hidden would look like one that does not exist."""
    if found.external.kind != "table" or "select" not in found.external.needs:
        return
    if live.value("select pg_catalog.row_security_active(%s::oid)", [found.oid]):
        role = live.value("select current_user")
        yield (
            f"row level security on {found.external.name} would hide rows from {role}: "
            f"connect as its owner, or ALTER ROLE {identifier(role)} BYPASSRLS;"
        )

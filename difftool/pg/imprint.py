"""Whether anything was changed in a database's catalogs since an earlier look: which rows they have, not what they say.

A row of a catalog is never changed in its place where that changes what it means: each change leaves another version
of the row, with another `xmin` and `ctid` (System Columns, in PostgreSQL's manual). What ANALYZE and VACUUM write in
place are estimates. So the same rows say the same; other rows may do so, too.

Rows could come back under the same numbers where history does: after a restore, a promotion, a crash. Each of them
starts the server anew, or its statistics.
"""

from __future__ import annotations

from hashlib import sha256

from difftool.pg.session import Row, Session

ESTIMATES = ("pg_statistic", "pg_statistic_ext_data")
ROWS = ("pg_largeobject", "pg_largeobject_metadata")
SHARED = ("pg_auth_members", "pg_subscription", "pg_tablespace")
"""of the whole server, and readable by everybody; what of the others counts here is asked below"""

CATALOGS = """
select relname::text,
       case when has_table_privilege(c.oid, 'select') then null
            else (select array_agg(attname::text order by attnum) from pg_catalog.pg_attribute
                  where attrelid = c.oid and attnum > 0 and has_column_privilege(c.oid, attnum, 'select')) end,
       has_table_privilege(c.oid, 'select')
from pg_catalog.pg_class c
where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'
  and (not relisshared or relname = any (%s)) and relname <> all (%s)
order by 1
"""

BESIDE = (
    "select oid, xmin::text, ctid::text from pg_catalog.pg_database where datname = pg_catalog.current_database()",
    "select r::text from pg_catalog.pg_roles r order by oid",
    "select m::text from pg_catalog.pg_user_mappings m order by umid",
    "select current_user::text, pg_catalog.current_setting('server_version')",
)
"""what is no catalog of the database's own: where this is, who looks, and whom privileges are given to"""

STARTED = "select pg_catalog.pg_postmaster_start_time()::text, stats_reset::text from pg_catalog.pg_stat_bgwriter"

VIEWS = ("pg_database", "pg_roles", "pg_user_mappings")
"""what everybody may read by default, of that which is asked beside the catalogs"""

PASSING = """
with passing_schemas as (select oid from pg_catalog.pg_namespace where nspname ~ '^pg_(toast_)?temp_'),
passing (class, object) as (
  select 'pg_catalog.pg_class'::regclass, oid from pg_catalog.pg_class where relnamespace in (table passing_schemas)
  union all select 'pg_catalog.pg_type'::regclass, oid from pg_catalog.pg_type
    where typnamespace in (table passing_schemas)
  union all select 'pg_catalog.pg_proc'::regclass, oid from pg_catalog.pg_proc
    where pronamespace in (table passing_schemas)
  union all select 'pg_catalog.pg_constraint'::regclass, oid from pg_catalog.pg_constraint
    where connamespace in (table passing_schemas)
  union all select 'pg_catalog.pg_attrdef'::regclass, d.oid
    from pg_catalog.pg_attrdef d join pg_catalog.pg_class c on c.oid = adrelid and relpersistence = 't'
  union all select 'pg_catalog.pg_rewrite'::regclass, r.oid
    from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = ev_class and relpersistence = 't'
  union all select 'pg_catalog.pg_trigger'::regclass, t.oid
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = tgrelid and relpersistence = 't'
),
passing_relations as (select object from passing where class = 'pg_catalog.pg_class'::regclass)
"""
"""Temporary objects of whatever session: on many a database they come and go all the time, seen by nobody else."""

LASTING = {
    "pg_namespace": "oid not in (table passing_schemas)",
    "pg_class": "relnamespace not in (table passing_schemas)",
    "pg_type": "typnamespace not in (table passing_schemas)",
    "pg_proc": "pronamespace not in (table passing_schemas)",
    "pg_constraint": "connamespace not in (table passing_schemas)",
    "pg_attribute": "attrelid not in (table passing_relations)",
    "pg_attrdef": "adrelid not in (table passing_relations)",
    "pg_index": "indrelid not in (table passing_relations)",
    "pg_sequence": "seqrelid not in (table passing_relations)",
    "pg_trigger": "tgrelid not in (table passing_relations)",
    "pg_rewrite": "ev_class not in (table passing_relations)",
    "pg_inherits": "inhrelid not in (table passing_relations)",
    "pg_depend": "(classid, objid) not in (table passing)",
}
"""a catalog that has rows of temporary objects -> those that are none"""


def imprint(session: Session) -> str:
    """The same text as earlier only where no catalog has got, lost or changed a row since.

    Needs no privilege but those that everybody has by default. It differs for who looks, after each start of the
    server, and in each copy of the database.
    """
    return _hashed([*_versions(session), session.rows(STARTED)])


def imprint_in_history(session: Session) -> str:
    """As `imprint`, and the same after a start of the server; empty where this role may not read what it needs.

    For what is kept in the database itself: whoever reads it there is in a history that holds the moment when it was
    written, with all rows that were there then. Inside a transaction its own changes count, as they do once it has
    committed.
    """
    readable = session.value(
        "select pg_catalog.bool_and(pg_catalog.has_table_privilege('pg_catalog.' || name, 'select'))"
        " from pg_catalog.unnest(%s) as name",
        [list(VIEWS)],
    )
    return _hashed(_versions(session)) if readable else ""


def _versions(session: Session) -> list[list[Row]]:
    catalogs = session.rows(CATALOGS, [list(SHARED), [*ESTIMATES, *ROWS]])
    counted = " union all ".join(_rows_of(name, columns) for name, columns, whole in catalogs if whole or columns)
    return [session.rows(f"{PASSING} select * from ({counted}) catalogs order by 1"), *map(session.rows, BESIDE)]


def _hashed(seen: list[list[Row]]) -> str:
    return sha256(repr(seen).encode()).hexdigest()


def _rows_of(catalog: str, columns: list[str] | None) -> str:
    """How many, and a sum over their versions; where only some columns may be read, over what those say."""
    hashed = "pg_catalog.hashtidextended(ctid, xmin::text::bigint)"
    if columns is not None:
        hashed = f"pg_catalog.hashtextextended(row({', '.join(columns)})::text, 0)"
    sums = f"pg_catalog.count(*), pg_catalog.sum({hashed})"
    lasting = LASTING.get(catalog, "true")
    return f"select '{catalog}', {sums} from pg_catalog.{catalog} where {lasting}"  # names of PostgreSQL's own

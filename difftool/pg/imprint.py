"""Whether anything was changed in a database's catalogs since an earlier look: which rows they have, not what they say.

A row of a catalog is never changed in its place where that changes what it means: each change leaves another version
of the row, with another `xmin` and `ctid` (System Columns, in PostgreSQL's manual). What ANALYZE and VACUUM write in
place are estimates. So the same rows say the same; other rows may do so, too.

Rows could come back under the same numbers where history does: after a restore, a promotion, a crash. Each of them
starts the server anew, or its statistics.
"""

from __future__ import annotations

from hashlib import sha256

from difftool.pg.session import Session

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
    "select oid, xmin::text, ctid::text from pg_catalog.pg_database where datname = current_database()",
    "select pg_catalog.pg_postmaster_start_time()::text, stats_reset::text from pg_catalog.pg_stat_bgwriter",
    "select r::text from pg_catalog.pg_roles r order by oid",
    "select m::text from pg_catalog.pg_user_mappings m order by umid",
    "select current_user::text, current_setting('server_version')",
)
"""what is no catalog of the database's own: where and when this is, who looks, and whom privileges are given to"""


def imprint(session: Session) -> str:
    """The same text as earlier only where no catalog has got, lost or changed a row since.

    Needs no privilege but those that everybody has by default. It differs for who looks, after each start of the
    server, and in each copy of the database.
    """
    catalogs = session.rows(CATALOGS, [list(SHARED), [*ESTIMATES, *ROWS]])
    counted = " union all ".join(_rows_of(name, columns) for name, columns, whole in catalogs if whole or columns)
    seen = [session.rows(f"select * from ({counted}) catalogs order by 1"), *map(session.rows, BESIDE)]
    return sha256(repr(seen).encode()).hexdigest()


def _rows_of(catalog: str, columns: list[str] | None) -> str:
    """How many, and a sum over their versions; where only some columns may be read, over what those say."""
    version = "ctid::text || ' ' || xmin::text"
    if columns is not None:
        version = f"row({', '.join(columns)})::text"
    hashed = f"pg_catalog.hashtextextended({version}, 0)"
    return f"select '{catalog}', count(*), sum({hashed}) from pg_catalog.{catalog}"  # names of PostgreSQL's own

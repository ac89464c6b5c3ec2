"""How much tables hold, by PostgreSQL's own estimate: what the last VACUUM, ANALYZE or CREATE INDEX has seen."""

from __future__ import annotations

from dataclasses import replace

from difftool.model.catalog import Catalog
from difftool.model.families import NOTED, Families
from difftool.pg.session import Session

ESTIMATES = """
select c.oid::bigint, nullif(c.reltuples, -1)::bigint,
    coalesce(leaves.pages, c.relpages::bigint) * pg_catalog.current_setting('block_size')::bigint
from pg_catalog.pg_class c
left join lateral (
    select sum(l.relpages) filter (where l.relkind <> 'p')::bigint as pages
    from pg_catalog.pg_partition_tree(c.oid) p join pg_catalog.pg_class l on l.oid = p.relid
) leaves on c.relkind = 'p'
where c.relkind in ('r', 'p', 'f') and c.oid >= 16384
"""
"""what initdb makes has smaller numbers (System Catalogs, "OID Assignment")"""


def with_estimates(session: Session, catalog: Catalog) -> Catalog:
    """The catalog of this session's database with notes `rows` (where known) and `bytes` on its tables.

    They change without anybody's doing, and so are read apart from what the catalog says.
    """
    known = {
        oid: {"bytes": size} if rows is None else {"rows": rows, "bytes": size}
        for oid, rows, size in session.rows(ESTIMATES)
    }
    if isinstance(catalog.objects, Families):
        return replace(catalog, objects=replace(catalog.objects, noted=known))
    objects = dict(catalog.objects)
    for table in catalog.of(*NOTED):
        if table.oid[1] in known:
            objects[table.ident] = table._replace(notes={**table.notes, **known[table.oid[1]]})
    return replace(catalog, objects=objects)

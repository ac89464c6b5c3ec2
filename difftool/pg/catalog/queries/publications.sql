-- only where: select from pg_publication
select 'publication', '', p.pubname, null, 'pg_publication'::regclass::oid, p.oid, 0, null::oid[],
    p.pubowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'all_tables', p.puballtables,
        'insert', p.pubinsert, 'update', p.pubupdate, 'delete', p.pubdelete, 'truncate', p.pubtruncate,
        'via_root', p.pubviaroot,
        'generated_columns', p.pubgencols, -- from 18
        'schemas', ( -- from 15
            select jsonb_agg(n.nspname order by n.nspname) -- from 15
            from pg_publication_namespace m join pg_namespace n on n.oid = m.pnnspid -- from 15
            where m.pnpubid = p.oid), -- from 15
        'tables', (
            select jsonb_object_agg(
                (pg_identify_object('pg_class'::regclass, m.prrelid, 0)).identity, jsonb_strip_nulls(jsonb_build_object(
                    'columns', ( -- from 15
                        select jsonb_agg(a.attname order by a.attname) -- from 15
                        from pg_attribute a -- from 15
                        where a.attrelid = m.prrelid and a.attnum = any (m.prattrs)), -- from 15
                    'where', pg_get_expr(m.prqual, m.prrelid) -- from 15
                )))
            from pg_publication_rel m where m.prpubid = p.oid)
    )), '{}'::jsonb
from pg_publication p

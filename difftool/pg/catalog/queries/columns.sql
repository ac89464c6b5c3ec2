-- A view's column is described by the view; as an object it carries default, privileges, comment and settings.
select 'column', r.schema, r.relname, a.attname, 'pg_class'::regclass::oid, r.oid, a.attnum::int,
    array['pg_class'::regclass::oid, r.oid, 0],
    r.relowner, nullif(a.attacl, '{}'), case when a.attacl <> '{}' then 'c'::"char" end,
    jsonb_strip_nulls(jsonb_build_object(
        'type', format_type(a.atttypid, a.atttypmod),
        'collation', case when a.attcollation <> t.typcollation
            then (pg_identify_object('pg_collation'::regclass, a.attcollation, 0)).identity end,
        'not_null', a.attnotnull,
        'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
        'generated', case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end,
        'expression', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
        'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
        'sequence', i.sequence,
        'storage', case when a.attstorage <> t.typstorage then
            case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
        'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
        'statistics', nullif(a.attstattarget, -1),
        'local', a.attislocal,
        'inherited', nullif(a.attinhcount, 0),
        'options', case when a.attoptions is not null then (
            select jsonb_agg(o order by o collate "C") from unnest(a.attoptions) o) end,
        'server_options', case when a.attfdwoptions is not null then (
            select jsonb_object_agg(p.option_name, p.option_value) from pg_options_to_table(a.attfdwoptions) p) end
    )),
    jsonb_build_object('position', a.attnum, 'usual_storage',
        case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end)
        || case when r.relkind in ('v', 'm') then '{"folded": true}'::jsonb else '{}' end
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
left join (
    select d.refobjid, d.refobjsubid, jsonb_build_object(
        'name', (pg_identify_object('pg_class'::regclass, c.oid, 0)).identity,
        'type', format_type(q.seqtypid, null),
        'start', q.seqstart, 'increment', q.seqincrement, 'min', q.seqmin, 'max', q.seqmax,
        'cache', q.seqcache, 'cycle', q.seqcycle,
        'persistence', case c.relpersistence when 'u' then 'unlogged' else 'permanent' end) as sequence
    from pg_sequence q
    join pg_class c on c.oid = q.seqrelid
    join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i'
        and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
) i on i.refobjid = r.oid and i.refobjsubid = a.attnum
where r.relkind in ('r', 'p', 'f', 'v', 'm')

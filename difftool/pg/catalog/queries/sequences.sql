-- only where: select from pg_sequence
-- The sequence of an identity column is described by the column; as an object it only carries privileges and comment.
select 'sequence', r.schema, r.relname, null, 'pg_class'::regclass::oid, r.oid, 0,
    case when d.refobjid is not null then array[d.refclassid, d.refobjid, d.refobjsubid::oid] end,
    r.relowner, r.relacl, 's'::"char",
    case when d.deptype = 'i' then '{}' else jsonb_strip_nulls(jsonb_build_object(
        'type', format_type(q.seqtypid, null),
        'start', q.seqstart, 'increment', q.seqincrement, 'min', q.seqmin, 'max', q.seqmax,
        'cache', q.seqcache, 'cycle', q.seqcycle,
        'persistence', case r.relpersistence when 'u' then 'unlogged' else 'permanent' end,
        'owned_by', (pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid)).identity
    )) end,
    case when d.deptype = 'i' then '{"folded": true}'::jsonb else '{}' end
from relation r
join pg_sequence q on q.seqrelid = r.oid
left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = r.oid and d.objsubid = 0
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')

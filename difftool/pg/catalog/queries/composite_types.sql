-- only where: select from pg_class where oid >= 16384 and relkind = 'c'
-- The type's fact tells its attributes, in their order, which counts; each one is an object as well because it can
-- carry a comment.
select 'type', r.schema, r.relname, null::name, 'pg_type'::regclass::oid, r.reltype, 0, null::oid[],
    t.typowner, t.typacl, 'T'::"char",
    jsonb_build_object('attributes', coalesce(a.attributes, '[]')), '{}'::jsonb
from relation r
join pg_type t on t.oid = r.reltype
left join (
    select a.attrelid, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'collation', case when a.attcollation <> b.typcollation
            then (pg_identify_object('pg_collation'::regclass, a.attcollation, 0)).identity end
    )) order by a.attnum) as attributes
    from pg_attribute a join pg_type b on b.oid = a.atttypid
    where a.attnum > 0 and not a.attisdropped
    group by a.attrelid
) a on a.attrelid = r.oid
where r.relkind = 'c'
union all
select 'column', r.schema, r.relname, a.attname, 'pg_class'::regclass::oid, r.oid, a.attnum::int,
    array['pg_type'::regclass::oid, r.reltype, 0],
    null::oid, null::aclitem[], null::"char", '{}'::jsonb,
    jsonb_build_object('position', a.attnum, 'folded', true)
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
where r.relkind = 'c'

-- only where: select from pg_type where oid >= 16384 and typtype = 'e'
select 'enum', s.schema, t.typname, null, 'pg_type'::regclass::oid, t.oid, 0, null::oid[],
    t.typowner, t.typacl, 'T'::"char",
    jsonb_build_object('labels', coalesce(e.labels, '[]')), '{}'::jsonb
from pg_type t
join space s on s.oid = t.typnamespace
left join (
    select enumtypid, jsonb_agg(enumlabel order by enumsortorder) as labels from pg_enum group by enumtypid
) e on e.enumtypid = t.oid
where t.typtype = 'e'

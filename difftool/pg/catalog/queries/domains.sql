-- only where: select from pg_type where oid >= 16384 and typtype = 'd'
select 'domain', s.schema, t.typname, null, 'pg_type'::regclass::oid, t.oid, 0, null::oid[],
    t.typowner, t.typacl, 'T'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'type', format_type(t.typbasetype, t.typtypmod),
        'collation', case when t.typcollation <> b.typcollation
            then (pg_identify_object('pg_collation'::regclass, t.typcollation, 0)).identity end,
        'not_null', t.typnotnull,
        'default', pg_get_expr(t.typdefaultbin, 0)
    )), '{}'::jsonb
from pg_type t
join space s on s.oid = t.typnamespace
join pg_type b on b.oid = t.typbasetype
where t.typtype = 'd'

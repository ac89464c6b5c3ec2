-- only where: select from pg_range where rngtypid >= 16384
select 'range', s.schema, t.typname, null, 'pg_type'::regclass::oid, t.oid, 0, null::oid[],
    t.typowner, t.typacl, 'T'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'subtype', format_type(r.rngsubtype, null),
        'operator_class', (pg_identify_object('pg_opclass'::regclass, r.rngsubopc, 0)).identity,
        'collation', case when r.rngcollation <> b.typcollation
            then (pg_identify_object('pg_collation'::regclass, r.rngcollation, 0)).identity end,
        'canonical', nullif(r.rngcanonical::oid::regprocedure::text, '-'),
        'subtype_diff', nullif(r.rngsubdiff::oid::regprocedure::text, '-'),
        'multirange', format_type(r.rngmultitypid, null)
    )), '{}'::jsonb
from pg_type t
join space s on s.oid = t.typnamespace
join pg_range r on r.rngtypid = t.oid
join pg_type b on b.oid = r.rngsubtype
where t.typtype = 'r'

-- only where: select from pg_type where oid >= 16384 and (typtype = 'p' or typtype = 'b' and typarray <> 0)
-- A type that is only announced (CREATE TYPE t;) is a base type without attributes.
select 'base_type', s.schema, t.typname, null, 'pg_type'::regclass::oid, t.oid, 0, null::oid[],
    t.typowner, t.typacl, 'T'::"char",
    case when t.typisdefined then jsonb_strip_nulls(jsonb_build_object(
        'input', t.typinput::oid::regprocedure::text,
        'output', t.typoutput::oid::regprocedure::text,
        'receive', nullif(t.typreceive::oid::regprocedure::text, '-'),
        'send', nullif(t.typsend::oid::regprocedure::text, '-'),
        'modifier_input', nullif(t.typmodin::oid::regprocedure::text, '-'),
        'modifier_output', nullif(t.typmodout::oid::regprocedure::text, '-'),
        'analyze', nullif(t.typanalyze::oid::regprocedure::text, '-'),
        'subscript', nullif(t.typsubscript::oid::regprocedure::text, '-'),
        'length', t.typlen, 'by_value', t.typbyval, 'alignment', t.typalign, 'storage', t.typstorage,
        'category', t.typcategory, 'preferred', t.typispreferred, 'delimiter', t.typdelim,
        'element', case when t.typelem <> 0 then format_type(t.typelem, null) end,
        'default', t.typdefault, 'collatable', t.typcollation <> 0
    )) else '{"shell": true}' end, '{}'::jsonb
from pg_type t
join space s on s.oid = t.typnamespace
where (t.typtype = 'b' or t.typtype = 'p' and not t.typisdefined)
    and not exists (select from pg_type e where e.typarray = t.oid)

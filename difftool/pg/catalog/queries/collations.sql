-- only where: select from pg_collation where oid >= 16384
--     union all select from pg_conversion where oid >= 16384
select 'collation', s.schema, c.collname, null::text, 'pg_collation'::regclass::oid, c.oid, 0, null::oid[],
    c.collowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'locale', c.colliculocale, -- from 15 -- until 16
        'locale', c.colllocale, -- from 17
        'rules', c.collicurules, -- from 16
        'provider', c.collprovider, 'deterministic', c.collisdeterministic,
        'collate', c.collcollate, 'ctype', c.collctype
    )), '{}'::jsonb
from pg_collation c
join space s on s.oid = c.collnamespace
union all
select 'conversion', s.schema, c.conname, null, 'pg_conversion'::regclass::oid, c.oid, 0, null::oid[],
    c.conowner, null::aclitem[], null::"char",
    jsonb_build_object(
        'from', pg_encoding_to_char(c.conforencoding), 'to', pg_encoding_to_char(c.contoencoding),
        'function', c.conproc::oid::regprocedure::text, 'default', c.condefault
    ), '{}'::jsonb
from pg_conversion c
join space s on s.oid = c.connamespace

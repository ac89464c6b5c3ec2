-- only where: select from pg_proc where oid >= 16384 and prokind <> 'a'
-- pg_get_functiondef() tells all attributes; arguments and result are told apart because CREATE OR REPLACE cannot
-- change them at will.
select case p.prokind when 'p' then 'procedure' else 'function' end, s.schema,
    p.proname || '(' || oidvectortypes(p.proargtypes) || ')', null,
    'pg_proc'::regclass::oid, p.oid, 0, null::oid[],
    p.proowner, p.proacl, 'f'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'definition', d.text,
        'arguments', pg_get_function_arguments(p.oid),
        'returns', pg_get_function_result(p.oid)
    )),
    jsonb_build_object('definition', d.text)
from pg_proc p
join space s on s.oid = p.pronamespace
cross join lateral pg_get_functiondef(p.oid) d (text)
where p.prokind <> 'a'
    and not exists (
        -- PostgreSQL makes and drops a range type's constructors by itself.
        select from pg_depend d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid
            and d.refclassid = 'pg_type'::regclass and d.deptype = 'i')

-- only where: select from pg_cast where oid >= 16384
select 'cast', '', format('%s AS %s', format_type(c.castsource, null), format_type(c.casttarget, null)), null,
    'pg_cast'::regclass::oid, c.oid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'method', case c.castmethod when 'f' then 'function' when 'i' then 'inout' else 'binary' end,
        'function', case when c.castfunc <> 0 then c.castfunc::regprocedure::text end,
        'context', case c.castcontext when 'e' then 'explicit' when 'a' then 'assignment' else 'implicit' end
    )), '{}'::jsonb
from pg_cast c
where c.oid >= 16384
    and not exists (
        -- PostgreSQL makes and drops a range type's casts to its multirange by itself.
        select from pg_depend d where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i')

-- only where: select from pg_policy
select 'policy', r.schema, r.relname, p.polname, 'pg_policy'::regclass::oid, p.oid, 0,
    array['pg_class'::regclass::oid, r.oid, 0],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
            when 'd' then 'delete' else 'all' end,
        'permissive', p.polpermissive,
        'roles', (
            select jsonb_agg(role order by role collate "C")
            from (
                select case x when 0 then 'PUBLIC' else pg_get_userbyid(x) end::text as role from unnest(p.polroles) x
            ) roles),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid)
    )), '{}'::jsonb
from pg_policy p
join relation r on r.oid = p.polrelid

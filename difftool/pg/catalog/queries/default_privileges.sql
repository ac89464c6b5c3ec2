-- only where: select from pg_default_acl
select 'default_privileges', '', pg_get_userbyid(d.defaclrole) || ' ' || case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
        when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects' end
        || coalesce(' in ' || n.nspname, ''), null,
    'pg_default_acl'::regclass::oid, d.oid, 0, null::oid[],
    d.defaclrole, d.defaclacl, 'r'::"char", '{}'::jsonb, '{}'::jsonb
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
where d.defaclnamespace = 0 or d.defaclnamespace in (select oid from space)

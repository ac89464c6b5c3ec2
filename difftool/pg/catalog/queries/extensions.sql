-- only where: select from pg_extension where oid >= 16384
-- The version is a note: pg_dump leaves it to the server that restores, and so do we.
-- Left out, as there: what initdb made (plpgsql).
-- What was granted on members since, or revoked, is the extension's: "function f(integer): +bob=EXECUTE".
select 'extension', '', e.extname, null, 'pg_extension'::regclass::oid, e.oid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object('schema', n.nspname, 'privileges', changed.members)),
    jsonb_build_object('version', e.extversion)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
left join (
    select d.refobjid, jsonb_agg(m.item order by m.item collate "C") as members
    from pg_depend d
    cross join lateral (
        select w.type || ' ' || w.identity || ': ' || g.sign
            || case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end
            || '=' || g.privilege_type || case when g.is_grantable then '*' else '' end as item
        from (
            select 0 as sub, relacl as acl, 'r'::"char" as kind, relowner as owner
                from pg_class where d.classid = 'pg_class'::regclass and oid = d.objid
            union all select attnum, attacl, 'c', attrelid from pg_attribute
                where d.classid = 'pg_class'::regclass and attrelid = d.objid and attacl is not null
            union all select 0, proacl, 'f', proowner
                from pg_proc where d.classid = 'pg_proc'::regclass and oid = d.objid
            union all select 0, typacl, 'T', typowner
                from pg_type where d.classid = 'pg_type'::regclass and oid = d.objid
            union all select 0, nspacl, 'n', nspowner
                from pg_namespace where d.classid = 'pg_namespace'::regclass and oid = d.objid
            union all select 0, fdwacl, 'F', fdwowner from pg_foreign_data_wrapper
                where d.classid = 'pg_foreign_data_wrapper'::regclass and oid = d.objid
        ) a
        left join pg_init_privs i on i.classoid = d.classid and i.objoid = d.objid and i.objsubid = a.sub
        cross join lateral pg_identify_object(d.classid, d.objid, a.sub) w
        cross join lateral (
            select '+' as sign, n.* from (
                select grantee, privilege_type, is_grantable
                from aclexplode(coalesce(a.acl, acldefault(a.kind, a.owner)))
                except select grantee, privilege_type, is_grantable
                from aclexplode(coalesce(i.initprivs, acldefault(a.kind, a.owner)))) n
            union all select '-', g.* from (
                select grantee, privilege_type, is_grantable
                from aclexplode(coalesce(i.initprivs, acldefault(a.kind, a.owner)))
                except select grantee, privilege_type, is_grantable
                from aclexplode(coalesce(a.acl, acldefault(a.kind, a.owner)))) g
        ) g
        where a.acl is distinct from i.initprivs
    ) m
    where d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
    group by d.refobjid
) changed on changed.refobjid = e.oid
where e.oid >= 16384

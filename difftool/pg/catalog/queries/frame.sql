-- Frames the readings of all kinds. Each kind's file is one branch of `object` and gives its columns in this order:
--   kind, schema, name, part      the Ident
--   classid, objid, objsubid      what pg_depend and pg_description call it
--   parent                        the parent's three numbers, or null
--   owner, acl, acl_kind          for the class facts; acl_kind as acldefault() wants it, null = has no privileges
--   facts, notes                  jsonb; nulls are left out
-- The frame adds what all kinds share: address, owner, privileges, comment, security labels, and what is stated.
-- A branch whose first comment says `only where:` is left out where that query finds nothing. What initdb makes has oids
-- below 16384 (System Catalogs, "OID Assignment").
-- A line that ends in `-- from N` is left out on servers older than version N, `-- until N` on newer ones.
with space as (
    select oid, nspname as schema from pg_namespace
    where nspname not in ('information_schema', 'difftool') and nspname !~ '^pg_'
),
relation as (
    select s.schema, c.* from pg_class c join space s on s.oid = c.relnamespace
),
member as (
    -- of operator classes and families: "operator 1 (a, b) of f USING btree: <(a,b)"
    select d.refclassid, d.refobjid, d.deptype,
        (pg_identify_object(d.classid, d.objid, 0)).identity || ': ' || coalesce(
            o.amopopr::regoperator || coalesce(
                ' for order by ' || (pg_identify_object('pg_opfamily'::regclass, nullif(o.amopsortfamily, 0), 0)).identity,
                ''),
            p.amproc::oid::regprocedure::text) as member
    from pg_depend d
    left join pg_amop o on d.classid = 'pg_amop'::regclass and o.oid = d.objid
    left join pg_amproc p on d.classid = 'pg_amproc'::regclass and p.oid = d.objid
    where d.classid in ('pg_amop'::regclass, 'pg_amproc'::regclass)
        and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
),
object (
    kind, schema, name, part, classid, objid, objsubid, parent, owner, acl, acl_kind, facts, notes
) as (
    -- The first branch gives the types: a type `name` would cut the signature of a routine after 63 bytes.
    select ''::text, ''::text, ''::text, ''::text, 0::oid, 0::oid, 0, null::oid[], null::oid, null::aclitem[],
        null::"char", null::jsonb, null::jsonb where false
    union all
    /* kinds */
),
follows as (
    select d.classid, d.objid, jsonb_agg(e.extname order by e.extname) as extensions
    from pg_depend d join pg_extension e on e.oid = d.refobjid
    where d.deptype = 'x' and d.refclassid = 'pg_extension'::regclass
    group by d.classid, d.objid
),
label as (
    select classoid, objoid, objsubid, jsonb_object_agg(provider, label) as labels
    from pg_seclabel group by classoid, objoid, objsubid
)
select
    o.kind, coalesce(o.schema, ''), o.name, coalesce(o.part, ''),
    (pg_identify_object(o.classid, o.objid, o.objsubid)).identity,
    o.classid::bigint, o.objid::bigint, o.objsubid::bigint, o.parent::bigint[],
    (o.facts || case when (o.objsubid <> 0 or o.owner is null) and o.acl_kind is null
        and num_nonnulls(c.description, l.labels, f.extensions) = 0 then '{}'
    else jsonb_strip_nulls(jsonb_build_object(
        'owner', case when o.objsubid = 0 and o.kind <> 'default_privileges' then pg_get_userbyid(o.owner) end,
        -- A grantor is named only where it is not the owner: "bob=SELECT/alice". Asked only of what can have privileges:
        -- most objects are columns and constraints without any.
        case o.kind when 'default_privileges' then 'grants' else 'privileges' end, case when o.acl_kind is not null then (
            select coalesce(jsonb_agg(item order by item collate "C"), '[]')
            from (
                select case g.grantee when 0 then 'PUBLIC' when o.owner then 'owner' else r.role end
                    || '=' || string_agg(
                        g.privilege_type || case when g.is_grantable then '*' else '' end, ',' order by g.privilege_type)
                    || case when g.grantor <> o.owner then '/' || pg_get_userbyid(g.grantor) else '' end as item
                from aclexplode(coalesce(o.acl, acldefault(o.acl_kind, o.owner))) g
                cross join lateral (
                    select case when n in ('owner', 'PUBLIC') then quote_ident(n) else n end as role
                    from pg_get_userbyid(g.grantee) n
                ) r
                group by g.grantee, g.grantor, r.role
            ) grants
        ) end,
        'comment', c.description,
        'security_labels', l.labels,
        'depends_on_extensions', f.extensions
    )) end)::text,
    (o.notes || jsonb_build_object('stated', array_remove(array[
        case when o.objsubid = 0 and pg_get_userbyid(o.owner) not in
            ('difftool_loader', 'pg_database_owner', current_user) then 'owner' end,
        case when o.acl is distinct from i.initprivs or o.facts ? 'privileges' then 'privileges' end,
        case when c.description is not null and (o.objid, c.description) <> (2200, 'standard public schema')
            then 'comment' end
    ], null)))::text
from object o
left join pg_description c on c.classoid = o.classid and c.objoid = o.objid and c.objsubid = o.objsubid
left join pg_init_privs i on i.classoid = o.classid and i.objoid = o.objid and i.objsubid = o.objsubid
left join label l on l.classoid = o.classid and l.objoid = o.objid and l.objsubid = o.objsubid
left join follows f on f.classid = o.classid and f.objid = o.objid and o.objsubid = 0
where not exists (
    select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e'
)

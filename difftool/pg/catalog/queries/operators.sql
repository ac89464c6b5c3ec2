-- only where: select from pg_operator where oid >= 16384
--     union all select from pg_opfamily where oid >= 16384
--     union all select from pg_opclass where oid >= 16384
-- An operator that others only announced, as their commutator or negator, is none yet: pg_dump does not tell it.
-- What a class brought along is told by the class, loose members by their family.
select 'operator', s.schema,
    format('%s(%s,%s)', o.oprname, case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end,
        case when o.oprright = 0 then 'NONE' else format_type(o.oprright, null) end), null::text,
    'pg_operator'::regclass::oid, o.oid, 0, null::oid[],
    o.oprowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'function', nullif(o.oprcode::oid::regprocedure::text, '-'),
        'commutator', nullif(o.oprcom::regoperator::text, '0'),
        'negator', nullif(o.oprnegate::regoperator::text, '0'),
        'restrict', nullif(o.oprrest::oid::regprocedure::text, '-'),
        'join', nullif(o.oprjoin::oid::regprocedure::text, '-'),
        'hashes', o.oprcanhash, 'merges', o.oprcanmerge
    )), '{}'::jsonb
from pg_operator o
join space s on s.oid = o.oprnamespace
where o.oprcode <> 0
union all
select 'operator_class', s.schema, format('%s USING %s', c.opcname, m.amname), null,
    'pg_opclass'::regclass::oid, c.oid, 0, null::oid[],
    c.opcowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'family', (pg_identify_object('pg_opfamily'::regclass, c.opcfamily, 0)).identity,
        'type', format_type(c.opcintype, null), 'default', c.opcdefault,
        'storage', case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end,
        'members', b.members
    )), '{}'::jsonb
from pg_opclass c
join space s on s.oid = c.opcnamespace
join pg_am m on m.oid = c.opcmethod
left join (
    select m.refobjid, jsonb_agg(m.member order by m.member collate "C") as members
    from member m where m.refclassid = 'pg_opclass'::regclass and m.deptype = 'i' group by m.refobjid
) b on b.refobjid = c.oid
union all
select 'operator_family', s.schema, format('%s USING %s', f.opfname, m.amname), null,
    'pg_opfamily'::regclass::oid, f.oid, 0, null::oid[],
    f.opfowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object('members', b.members)), '{}'::jsonb
from pg_opfamily f
join space s on s.oid = f.opfnamespace
join pg_am m on m.oid = f.opfmethod
left join (
    select m.refobjid, jsonb_agg(m.member order by m.member collate "C") as members
    from member m where m.refclassid = 'pg_opfamily'::regclass and m.deptype = 'a' group by m.refobjid
) b on b.refobjid = f.oid

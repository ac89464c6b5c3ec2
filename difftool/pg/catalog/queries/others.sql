-- The net below: whatever lives in a schema and is of a kind that no other file reads.
select replace(i.type, ' ', '_'), s.schema, coalesce(i.name, i.identity), null, d.classid, d.objid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char", '{}'::jsonb,
    '{"not_compared": ["a kind that is not covered: only that it exists is compared"]}'::jsonb
from pg_depend d
join space s on s.oid = d.refobjid
left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
cross join lateral pg_identify_object(d.classid, d.objid, 0) i
where d.refclassid = 'pg_namespace'::regclass and d.deptype = 'n'
    and coalesce(c.relkind not in ('r', 'p', 'f', 'v', 'm', 'c', 'S', 'i', 'I', 't'), d.classid not in (
        'pg_type'::regclass, 'pg_proc'::regclass, 'pg_extension'::regclass, 'pg_collation'::regclass,
        'pg_conversion'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass,
        'pg_ts_config'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_parser'::regclass, 'pg_ts_template'::regclass,
        'pg_statistic_ext'::regclass, 'pg_default_acl'::regclass, 'pg_constraint'::regclass,
        'pg_publication_namespace'::regclass, -- from 15
        'pg_namespace'::regclass))

-- The index behind a constraint is described by the constraint; as an object it only carries a comment.
select 'index', r.schema, r.relname, null, 'pg_class'::regclass::oid, r.oid, 0,
    case when k.oid is null then array['pg_class'::regclass::oid, i.indrelid, 0]
        else array['pg_constraint'::regclass::oid, k.oid, 0] end,
    null::oid, null::aclitem[], null::"char",
    case when k.oid is not null then '{}' else jsonb_strip_nulls(jsonb_build_object(
        'definition', pg_get_indexdef(i.indexrelid),
        'valid', i.indisvalid,
        'tablespace', s.spcname,
        'attached_to', (pg_identify_object('pg_class'::regclass, h.inhparent, 0)).identity,
        'statistics', a.targets
    )) end,
    case when k.oid is not null then '{"folded": true}'::jsonb else jsonb_build_object('definition', pg_get_indexdef(i.indexrelid)) end
from relation r
join pg_index i on i.indexrelid = r.oid
left join pg_constraint k on k.conindid = r.oid and k.contype in ('p', 'u', 'x')
left join pg_inherits h on h.inhrelid = r.oid
left join pg_tablespace s on s.oid = r.reltablespace
left join (
    select attrelid, jsonb_object_agg(attnum, attstattarget) as targets
    from pg_attribute where attstattarget >= 0 group by attrelid
) a on a.attrelid = r.oid
where r.relkind in ('i', 'I')

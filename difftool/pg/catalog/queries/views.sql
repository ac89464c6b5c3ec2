-- only where: select from pg_class where oid >= 16384 and relkind in ('v', 'm')
select case r.relkind when 'm' then 'materialized_view' else 'view' end, r.schema, r.relname, null,
    'pg_class'::regclass::oid, r.oid, 0, null::oid[],
    r.relowner, r.relacl, 'r'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'definition', d.query,
        'options', o.options,
        'access_method', m.amname,
        'tablespace', s.spcname,
        'cluster_on', c.relname
    )),
    jsonb_build_object('definition', concat(
        'CREATE ', case r.relkind when 'm' then 'MATERIALIZED ' end, format('VIEW %I.%I', r.schema, r.relname),
        ' WITH (' || array_to_string(r.reloptions, ', ') || ')', e' AS\n', d.query
    ))
from relation r
cross join lateral pg_get_viewdef(r.oid) d (query)
left join pg_class t on t.oid = r.reltoastrelid
left join pg_am m on m.oid = r.relam
left join pg_tablespace s on s.oid = r.reltablespace
left join pg_index i on i.indrelid = r.oid and i.indisclustered
left join pg_class c on c.oid = i.indexrelid
left join lateral (
    select jsonb_agg(item order by item collate "C") as options
    from (select unnest(r.reloptions) as item union all select 'toast.' || unnest(t.reloptions)) items
) o on true
where r.relkind in ('v', 'm')

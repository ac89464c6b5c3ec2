select case r.relkind when 'f' then 'foreign_table' else 'table' end, r.schema, r.relname, null,
    'pg_class'::regclass::oid, r.oid, 0, null::oid[],
    r.relowner, r.relacl, 'r'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'persistence', case r.relpersistence when 'u' then 'unlogged' else 'permanent' end,
        'access_method', m.amname,
        'tablespace', s.spcname,
        'options', o.options,
        'replica_identity', case r.relreplident
            when 'n' then 'nothing' when 'f' then 'full' when 'i' then 'index ' || marked.replica end,
        'cluster_on', marked.cluster,
        'row_security', r.relrowsecurity,
        'force_row_security', r.relforcerowsecurity,
        'inherits', case when not r.relispartition then h.parents end,
        'partition_of', case when r.relispartition then h.parents -> 0 end,
        'detach_pending', nullif(h.detaching, false),
        'bound', pg_get_expr(r.relpartbound, r.oid),
        'partition_key', case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end,
        'of_type', case when r.reloftype <> 0 then format_type(r.reloftype, null) end
    )) || jsonb_strip_nulls(jsonb_build_object('server', f.server, 'server_options', f.options)),
    jsonb_strip_nulls(jsonb_build_object('not_compared', f.hidden))
from relation r
left join pg_class t on t.oid = r.reltoastrelid
left join pg_am m on m.oid = r.relam
left join pg_tablespace s on s.oid = r.reltablespace
left join (
    select i.indrelid,
        max(c.relname::text) filter (where i.indisreplident) as replica,
        max(c.relname::text) filter (where i.indisclustered) as cluster
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indisreplident or i.indisclustered
    group by i.indrelid
) marked on marked.indrelid = r.oid
left join (
    select inhrelid, bool_or(inhdetachpending) as detaching,
        jsonb_agg((pg_identify_object('pg_class'::regclass, inhparent, 0)).identity order by inhseqno) as parents
    from pg_inherits group by inhrelid
) h on h.inhrelid = r.oid
left join lateral (
    select jsonb_agg(item order by item collate "C") as options
    from (select unnest(r.reloptions) as item union all select 'toast.' || unnest(t.reloptions)) items
) o on true
left join lateral (
    select v.srvname as server,
        jsonb_object_agg(p.option_name, case when p.option_name ~* 'pass|secret|token|key|cred'
            then '(hidden)' else p.option_value end) filter (where p.option_name is not null) as options,
        jsonb_agg('option ' || p.option_name) filter (where p.option_name ~* 'pass|secret|token|key|cred') as hidden
    from pg_foreign_table f
    join pg_foreign_server v on v.oid = f.ftserver
    left join lateral pg_options_to_table(f.ftoptions) p on true
    where f.ftrelid = r.oid
    group by v.srvname
) f on r.relkind = 'f'
where r.relkind in ('r', 'p', 'f')

-- only where: select from pg_event_trigger
select 'event_trigger', '', e.evtname, null, 'pg_event_trigger'::regclass::oid, e.oid, 0, null::oid[],
    e.evtowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'event', e.evtevent,
        'function', e.evtfoid::regprocedure::text,
        'tags', (select jsonb_agg(t order by t collate "C") from unnest(e.evttags) t),
        'enabled', case e.evtenabled when 'D' then 'no' when 'R' then 'replica' when 'A' then 'always' else 'yes' end
    )), '{}'::jsonb
from pg_event_trigger e

-- only where: select from pg_trigger
-- The triggers that PostgreSQL clones onto partitions are here because each can be switched off by itself; up to 14
-- they count as internal. Triggers of constraints are left out, and those of difftool itself.
select 'trigger', r.schema, r.relname, t.tgname, 'pg_trigger'::regclass::oid, t.oid, 0,
    array['pg_class'::regclass::oid, r.oid, 0],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'definition', pg_get_triggerdef(t.oid),
        'enabled', case t.tgenabled when 'D' then 'no' when 'R' then 'replica' when 'A' then 'always' else 'yes' end,
        'attached_to', (pg_identify_object('pg_trigger'::regclass, nullif(t.tgparentid, 0), 0)).identity
    )),
    jsonb_build_object('definition', pg_get_triggerdef(t.oid))
from pg_trigger t
join relation r on r.oid = t.tgrelid
join pg_proc f on f.oid = t.tgfoid
where (not t.tgisinternal or t.tgconstraint = 0) and f.pronamespace is distinct from to_regnamespace('difftool')

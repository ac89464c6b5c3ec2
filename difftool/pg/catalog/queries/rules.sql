-- only where: select from pg_rewrite where oid >= 16384 and rulename <> '_RETURN'
select 'rule', r.schema, r.relname, w.rulename, 'pg_rewrite'::regclass::oid, w.oid, 0,
    array['pg_class'::regclass::oid, r.oid, 0],
    null::oid, null::aclitem[], null::"char",
    jsonb_build_object(
        'definition', pg_get_ruledef(w.oid),
        'enabled', case w.ev_enabled when 'D' then 'no' when 'R' then 'replica' when 'A' then 'always' else 'yes' end
    ),
    jsonb_build_object('definition', pg_get_ruledef(w.oid))
from pg_rewrite w
join relation r on r.oid = w.ev_class
where w.rulename <> '_RETURN'

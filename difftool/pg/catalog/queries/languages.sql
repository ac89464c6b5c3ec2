-- only where: select from pg_language where oid >= 16384
--     union all select from pg_am where oid >= 16384
--     union all select from pg_transform
select 'language', '', l.lanname, null::text, 'pg_language'::regclass::oid, l.oid, 0, null::oid[],
    l.lanowner, l.lanacl, 'l'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'trusted', l.lanpltrusted,
        'handler', case when l.lanplcallfoid <> 0 then l.lanplcallfoid::regprocedure::text end,
        'inline', case when l.laninline <> 0 then l.laninline::regprocedure::text end,
        'validator', case when l.lanvalidator <> 0 then l.lanvalidator::regprocedure::text end
    )),
    jsonb_build_object('definition', concat(
        'CREATE ', case when l.lanpltrusted then 'TRUSTED ' end, format('LANGUAGE %I', l.lanname),
        (select string_agg(format(' %s %I.%I', word, n.nspname, p.proname), '' order by place)
            from (values (1, 'HANDLER', l.lanplcallfoid), (2, 'INLINE', l.laninline), (3, 'VALIDATOR', l.lanvalidator)
            ) parts (place, word, routine)
            join pg_proc p on p.oid = routine
            join pg_namespace n on n.oid = p.pronamespace)))
from pg_language l
where l.oid >= 16384
union all
select 'transform', '', format('%s LANGUAGE %s', format_type(t.trftype, null), l.lanname), null,
    'pg_transform'::regclass::oid, t.oid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'from_sql', nullif(t.trffromsql::oid::regprocedure::text, '-'),
        'to_sql', nullif(t.trftosql::oid::regprocedure::text, '-')
    )), '{}'::jsonb
from pg_transform t
join pg_language l on l.oid = t.trflang
union all
select 'access_method', '', m.amname, null, 'pg_am'::regclass::oid, m.oid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char",
    jsonb_build_object('type', m.amtype, 'handler', m.amhandler::oid::regprocedure::text), '{}'::jsonb
from pg_am m
where m.oid >= 16384

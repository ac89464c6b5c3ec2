-- only where: select from pg_foreign_data_wrapper
-- Values of options that look like secrets are hidden here, in the server; those of user mappings are never read.
select 'foreign_data_wrapper', '', w.fdwname, null::text, 'pg_foreign_data_wrapper'::regclass::oid, w.oid, 0, null::oid[],
    w.fdwowner, w.fdwacl, 'F'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'handler', case when w.fdwhandler <> 0 then w.fdwhandler::regprocedure::text end,
        'validator', case when w.fdwvalidator <> 0 then w.fdwvalidator::regprocedure::text end,
        'options', o.options
    )),
    jsonb_strip_nulls(jsonb_build_object('not_compared', o.hidden))
from pg_foreign_data_wrapper w
cross join lateral (
    select jsonb_object_agg(option_name, case when option_name ~* 'pass|secret|token|key|cred'
            then '(hidden)' else option_value end) as options,
        jsonb_agg('option ' || option_name) filter (where option_name ~* 'pass|secret|token|key|cred') as hidden
    from pg_options_to_table(w.fdwoptions)
) o
where w.oid >= 16384
union all
select 'server', '', s.srvname, null, 'pg_foreign_server'::regclass::oid, s.oid, 0, null::oid[],
    s.srvowner, s.srvacl, 'S'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'wrapper', w.fdwname, 'type', s.srvtype, 'version', s.srvversion, 'options', o.options
    )),
    jsonb_strip_nulls(jsonb_build_object('not_compared', o.hidden))
from pg_foreign_server s
join pg_foreign_data_wrapper w on w.oid = s.srvfdw
cross join lateral (
    select jsonb_object_agg(option_name, case when option_name ~* 'pass|secret|token|key|cred'
            then '(hidden)' else option_value end) as options,
        jsonb_agg('option ' || option_name) filter (where option_name ~* 'pass|secret|token|key|cred') as hidden
    from pg_options_to_table(s.srvoptions)
) o
union all
select 'user_mapping', '', case m.umuser when 0 then 'PUBLIC' else m.usename::text end || ' on ' || m.srvname, null,
    'pg_user_mapping'::regclass::oid, m.umid, 0, array['pg_foreign_server'::regclass::oid, m.srvid, 0],
    null::oid, null::aclitem[], null::"char", '{}'::jsonb,
    '{"not_compared": ["its options"]}'::jsonb || jsonb_strip_nulls(jsonb_build_object(
        'server', m.srvname, 'role', m.usename))
from pg_user_mappings m

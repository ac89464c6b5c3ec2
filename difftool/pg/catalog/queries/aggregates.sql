-- only where: select from pg_aggregate where aggfnoid >= 16384
select 'aggregate', s.schema, p.proname || '(' || oidvectortypes(p.proargtypes) || ')', null,
    'pg_proc'::regclass::oid, p.oid, 0, null::oid[],
    p.proowner, p.proacl, 'f'::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'arguments', pg_get_function_arguments(p.oid),
        'returns', pg_get_function_result(p.oid),
        'aggregate_kind', case a.aggkind when 'n' then 'plain' when 'o' then 'ordered set' else 'hypothetical set' end,
        'direct_arguments', a.aggnumdirectargs,
        'transition', a.aggtransfn::oid::regprocedure::text,
        'state_type', format_type(a.aggtranstype, null), 'state_space', a.aggtransspace,
        'initial', a.agginitval,
        'final', nullif(a.aggfinalfn::oid::regprocedure::text, '-'),
        'final_extra', a.aggfinalextra, 'final_modify', a.aggfinalmodify,
        'combine', nullif(a.aggcombinefn::oid::regprocedure::text, '-'),
        'serial', nullif(a.aggserialfn::oid::regprocedure::text, '-'),
        'deserial', nullif(a.aggdeserialfn::oid::regprocedure::text, '-'),
        'moving_transition', nullif(a.aggmtransfn::oid::regprocedure::text, '-'),
        'moving_inverse', nullif(a.aggminvtransfn::oid::regprocedure::text, '-'),
        'moving_final', nullif(a.aggmfinalfn::oid::regprocedure::text, '-'),
        'moving_state_type', case when a.aggmtranstype <> 0 then format_type(a.aggmtranstype, null) end,
        'moving_state_space', a.aggmtransspace, 'moving_initial', a.aggminitval,
        'moving_final_extra', a.aggmfinalextra, 'moving_final_modify', a.aggmfinalmodify,
        'sort_operator', nullif(a.aggsortop::regoperator::text, '0'),
        'parallel', p.proparallel
    )), '{}'::jsonb
from pg_proc p
join space s on s.oid = p.pronamespace
join pg_aggregate a on a.aggfnoid = p.oid

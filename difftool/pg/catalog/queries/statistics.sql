-- only where: select from pg_statistic_ext
select 'statistics', s.schema, x.stxname, null, 'pg_statistic_ext'::regclass::oid, x.oid, 0,
    array['pg_class'::regclass::oid, x.stxrelid, 0],
    x.stxowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'definition', pg_get_statisticsobjdef(x.oid),
        'target', nullif(x.stxstattarget, -1)
    )),
    jsonb_build_object('definition', pg_get_statisticsobjdef(x.oid))
from pg_statistic_ext x
join space s on s.oid = x.stxnamespace

-- only where: select from pg_ts_config where oid >= 16384
--     union all select from pg_ts_dict where oid >= 16384
--     union all select from pg_ts_parser where oid >= 16384
--     union all select from pg_ts_template where oid >= 16384
select 'text_search_configuration', s.schema, c.cfgname, null::text, 'pg_ts_config'::regclass::oid, c.oid, 0, null::oid[],
    c.cfgowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'parser', (pg_identify_object('pg_ts_parser'::regclass, c.cfgparser, 0)).identity,
        'mappings', (
            select jsonb_object_agg(token, dictionaries)
            from (
                select t.alias as token, jsonb_agg(
                    (pg_identify_object('pg_ts_dict'::regclass, m.mapdict, 0)).identity order by m.mapseqno
                ) as dictionaries
                from pg_ts_config_map m join ts_token_type(c.cfgparser) t on t.tokid = m.maptokentype
                where m.mapcfg = c.oid group by t.alias
            ) tokens)
    )), '{}'::jsonb
from pg_ts_config c
join space s on s.oid = c.cfgnamespace
union all
select 'text_search_dictionary', s.schema, d.dictname, null, 'pg_ts_dict'::regclass::oid, d.oid, 0, null::oid[],
    d.dictowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'template', (pg_identify_object('pg_ts_template'::regclass, d.dicttemplate, 0)).identity,
        'options', d.dictinitoption
    )), '{}'::jsonb
from pg_ts_dict d
join space s on s.oid = d.dictnamespace
union all
select 'text_search_parser', s.schema, p.prsname, null, 'pg_ts_parser'::regclass::oid, p.oid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'start', p.prsstart::oid::regprocedure::text, 'token', p.prstoken::oid::regprocedure::text,
        'end', p.prsend::oid::regprocedure::text, 'headline', nullif(p.prsheadline::oid::regprocedure::text, '-'),
        'lextypes', p.prslextype::oid::regprocedure::text
    )), '{}'::jsonb
from pg_ts_parser p
join space s on s.oid = p.prsnamespace
union all
select 'text_search_template', s.schema, t.tmplname, null, 'pg_ts_template'::regclass::oid, t.oid, 0, null::oid[],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'init', nullif(t.tmplinit::oid::regprocedure::text, '-'), 'lexize', t.tmpllexize::oid::regprocedure::text
    )), '{}'::jsonb
from pg_ts_template t
join space s on s.oid = t.tmplnamespace

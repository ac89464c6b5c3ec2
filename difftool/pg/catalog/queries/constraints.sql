-- What stands after the definition has facts of its own, so that NOT VALID -> valid is told as just that.
-- The index behind a constraint is told here. Left out: constraint triggers (see triggers), and the rows by which a
-- foreign key on a partitioned table watches each of its partitions.
select 'constraint', r.schema, r.relname, k.conname, 'pg_constraint'::regclass::oid, k.oid, 0,
    array['pg_class'::regclass::oid, r.oid, 0],
    null::oid, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'type', case k.contype when 'c' then 'check' when 'f' then 'foreign key' when 'n' then 'not null'
            when 'p' then 'primary key' when 'u' then 'unique' when 'x' then 'exclude' end,
        'definition', case
            when k.condeferrable or not k.convalidated or (k.connoinherit and k.contype in ('c', 'n')) then regexp_replace(
                def.text,
                '( NO INHERIT)?( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT ENFORCED| NOT VALID)?$', '')
            else def.text end,
        'validated', k.convalidated,
        'enforced', k.conenforced, -- from 18
        'deferrable', k.condeferrable,
        'deferred', k.condeferred,
        'no_inherit', case when k.contype in ('c', 'n') then k.connoinherit end,
        'local', k.conislocal,
        'inherited', nullif(k.coninhcount, 0),
        'attached_to', (pg_identify_object('pg_constraint'::regclass, nullif(k.conparentid, 0), 0)).identity,
        'index_valid', i.indisvalid,
        'index_options', case when x.reloptions is not null then (
            select jsonb_agg(o order by o collate "C") from unnest(x.reloptions) o) end,
        'tablespace', s.spcname
    )),
    jsonb_strip_nulls(jsonb_build_object(
        'definition', format('ALTER TABLE %s%I.%I ADD CONSTRAINT %I %s', case r.relkind when 'r' then 'ONLY ' else '' end,
            r.schema, r.relname, k.conname, def.text),
        'not_compared', case when asleep.conoid is not null
            then '["its internal triggers are disabled, so it does not hold"]'::jsonb end
    ))
from pg_constraint k
join relation r on r.oid = k.conrelid
cross join lateral (select pg_get_constraintdef(k.oid) as text offset 0) def
left join pg_constraint p on p.oid = k.conparentid
left join pg_constraint g on g.oid = p.conparentid
left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_class x on x.oid = i.indexrelid
left join pg_tablespace s on s.oid = x.reltablespace
left join (
    select distinct tgconstraint as conoid from pg_trigger
    where tgisinternal and tgenabled <> 'O' and tgconstraint <> 0
) asleep on asleep.conoid = k.oid
where k.contype <> 't'
    and (p.confrelid is null or p.confrelid = k.confrelid)
    and (g.confrelid is null or g.confrelid = k.confrelid)

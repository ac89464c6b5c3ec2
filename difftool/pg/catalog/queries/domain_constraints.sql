-- only where: select from pg_type where oid >= 16384 and typtype = 'd'
-- NOT NULL has a row here from 17 on, but its name survives pg_dump only from 18 on.
select 'domain_constraint', s.schema, t.typname, k.conname, 'pg_constraint'::regclass::oid, k.oid, 0,
    array['pg_type'::regclass::oid, t.oid, 0],
    null::oid, null::aclitem[], null::"char",
    jsonb_build_object(
        'type', case k.contype when 'n' then 'not null' else 'check' end,
        'definition', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
        'validated', k.convalidated
    ),
    jsonb_build_object('definition', format(
        'ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', s.schema, t.typname, k.conname, pg_get_constraintdef(k.oid)
    ))
from pg_constraint k
join pg_type t on t.oid = k.contypid
join space s on s.oid = t.typnamespace
where k.contypid <> 0
    and k.contype = 'c' -- until 17

select 'schema', '', s.schema, null, 'pg_namespace'::regclass::oid, s.oid, 0, null::oid[],
    n.nspowner, n.nspacl, 'n'::"char", '{}'::jsonb, '{}'::jsonb
from space s join pg_namespace n on n.oid = s.oid

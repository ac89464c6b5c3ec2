select classid::bigint, objid::bigint, objsubid::bigint, refclassid::bigint, refobjid::bigint, refobjsubid::bigint
from pg_depend
where objid >= 16384 and (refobjid >= 16384 or refclassid = 'pg_namespace'::regclass)
    and deptype not in ('e', 'x')

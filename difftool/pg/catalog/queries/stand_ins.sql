-- Rows of the catalogs that are not objects of ours, and the object (or next such row) that stands for each of them.
select s.classid::bigint, s.objid::bigint, s.refclassid::bigint, s.refobjid::bigint, s.refobjsubid::bigint
from (
    select 'pg_attrdef'::regclass::oid as classid, oid as objid,
        'pg_class'::regclass::oid as refclassid, adrelid as refobjid, adnum::int as refobjsubid
    from pg_attrdef
    union all select 'pg_rewrite'::regclass, oid, 'pg_class'::regclass, ev_class, 0
        from pg_rewrite where rulename = '_RETURN'
    union all select 'pg_type'::regclass, t.oid, 'pg_class'::regclass, t.typrelid, 0
        from pg_type t join pg_class c on c.oid = t.typrelid where c.relkind <> 'c'
    union all select 'pg_class'::regclass, c.oid, 'pg_type'::regclass, c.reltype, 0
        from pg_class c where c.relkind = 'c'
    union all select 'pg_type'::regclass, typarray, 'pg_type'::regclass, oid, 0 from pg_type where typarray <> 0
    union all select 'pg_type'::regclass, rngmultitypid, 'pg_type'::regclass, rngtypid, 0 from pg_range
    union all select 'pg_trigger'::regclass, oid, 'pg_constraint'::regclass, tgconstraint, 0
        from pg_trigger where tgisinternal and tgconstraint <> 0
    union all select 'pg_constraint'::regclass, oid, 'pg_constraint'::regclass, conparentid, 0
        from pg_constraint where contype = 'f' and conparentid <> 0
    union all select 'pg_publication_rel'::regclass, oid, 'pg_publication'::regclass, prpubid, 0 from pg_publication_rel
    union all select 'pg_publication_namespace'::regclass, oid, 'pg_publication'::regclass, pnpubid, 0 -- from 15
        from pg_publication_namespace -- from 15
    union all select classid, objid, refclassid, refobjid, 0 from pg_depend
        where classid in ('pg_amop'::regclass, 'pg_amproc'::regclass)
        and refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass) and deptype in ('i', 'a')
    union all select classid, objid, refclassid, refobjid, 0 from pg_depend
        where classid = 'pg_proc'::regclass and refclassid = 'pg_type'::regclass and deptype = 'i'
    union all select classid, objid, refclassid, refobjid, 0 from pg_depend where deptype = 'e'
) s
where s.objid >= 16384

"""What pg_dump does not tell, or tells so that it becomes another thing: put right in the copy.

Numbers of an identity column may be of another type than it is, as CREATE TABLE (LIKE) leaves them. A NOT NULL
constraint of the usual name is dumped without it, and gets another one where a table that was made before has taken it;
a foreign key of a partition that it had before its parent's is not dumped, and a partition's NOT NULL is its parent's
alone. A language is told without a handler that is not in the dump, as if it were an extension's. Of what is there from
the start nothing says that it is gone, and of a materialized view not whether it has rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from difftool.pg.archive import Entry
from difftool.pg.replay import Wanted
from difftool.pg.session import Session
from difftool.sql.quote import identifier, qualified

_NUMBERED = """
select n.nspname::text, t.relname::text, pg_catalog.format('alter sequence %s as %s minvalue %s maxvalue %s',
    (pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, s.seqrelid, 0)).identity,
    pg_catalog.format_type(s.seqtypid, null), s.seqmin, s.seqmax)
from pg_catalog.pg_sequence s
join pg_catalog.pg_depend d on d.objid = s.seqrelid and d.deptype = 'i'
  and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refclassid = d.classid
join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
join pg_catalog.pg_class t on t.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where a.atttypid <> s.seqtypid
order by 1, 2, 3
"""
_TABLES = """
select n.nspname::text, c.relname::text
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
"""
_ALSO_LOCAL = """
select n.nspname::text, t.relname::text, a.attname::text
from pg_catalog.pg_constraint c
join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
join pg_catalog.pg_class t on t.oid = c.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where c.contype = 'n' and c.conislocal and c.coninhcount > 0 and t.relispartition
order by 1, 2, 3
"""
_NAMES = """
select schema, "table", what, name from (
    select n.nspname::text as schema, t.relname::text as "table", c.conname::text as name, k.what,
        count(*) over (partition by t.oid, k.what) as alike
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_class t on t.oid = c.conrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    left join pg_catalog.pg_constraint p on p.oid = c.conparentid
    cross join lateral (
        select concat(string_agg(a.attname, ',' order by place),
            ' ' || (pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, nullif(c.confrelid, 0), 0)
            ).identity) as what
        from unnest(c.conkey) with ordinality keys (number, place)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = number
    ) k
    where (c.contype = 'n' and c.coninhcount = 0 or c.contype = 'f' and p.confrelid = c.confrelid)
      and n.nspname not in ('pg_catalog', 'information_schema')
) known
where alike = 1
order by 1, 2, 3
"""


_PLPGSQL = "select true from pg_catalog.pg_extension where extname = 'plpgsql'"
"""there from the start, and in no dump"""
_PUBLIC = "select true from pg_catalog.pg_namespace where nspname = 'public'"
_FILLED = """
select n.nspname::text, c.relname::text
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'm' and c.relispopulated
order by 1, 2
"""
_LANGUAGES = """
select l.oid::bigint, pg_catalog.format('create %s language %I %s',
    case when l.lanpltrusted then 'trusted' end, l.lanname, (
        select pg_catalog.string_agg(pg_catalog.format('%s %I.%I', word, n.nspname, p.proname), ' ' order by place)
        from (values (1, 'handler', l.lanplcallfoid), (2, 'inline', l.laninline), (3, 'validator', l.lanvalidator)
        ) parts (place, word, routine)
        join pg_catalog.pg_proc p on p.oid = routine
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace))
from pg_catalog.pg_language l where l.lanplcallfoid <> 0
"""


def with_handlers(live: Session, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of live's dump; languages with all that CREATE LANGUAGE wants to know."""
    languages: dict[int, str] = dict(live.rows(_LANGUAGES))
    return tuple(
        replace(e, sql=languages[e.objid]) if e.kind == "PROCEDURAL LANGUAGE" and e.objid in languages else e
        for e in entries
    )


def untold(live: Session, copy: Session) -> list[Wanted]:
    """What to run in the copy of live, or of a part of it."""
    has = {(schema, name) for schema, name in copy.rows(_TABLES)}
    numbered = (Wanted(f"table {s}.{t}", sql) for s, t, sql in live.rows(_NUMBERED) if (s, t) in has)
    called = {tuple(where): name for *where, name in copy.rows(_NAMES)}
    misnamed = (
        Wanted(f"table {schema}.{table}", _renaming(qualified(schema, table), called[schema, table, column], name))
        for schema, table, column, name in live.rows(_NAMES)
        if called.get((schema, table, column), name) != name
    )
    local = set(copy.rows(_ALSO_LOCAL))
    not_local = (
        Wanted(f"table {s}.{t}", f"alter table {qualified(s, t)} alter column {identifier(column)} set not null")
        for s, t, column in live.rows(_ALSO_LOCAL)
        if (s, t) in has and (s, t, column) not in local
    )
    bare = () if live.value(_PLPGSQL) else (Wanted("extension plpgsql", "drop extension if exists plpgsql"),)
    return [*numbered, *misnamed, *not_local, *bare]


def _renaming(table: str, old: str, new: str) -> str:
    return f"alter table {table} rename constraint {identifier(old)} to {identifier(new)}"


def without_public(live: Session) -> tuple[Wanted, ...]:
    """For a copy of all of live: every database begins with this schema."""
    return () if live.value(_PUBLIC) else (Wanted("schema public", "drop schema if exists public"),)


def filled(live: Session) -> list[Wanted]:
    """What can be read on live can be read in the copy: another materialized view may be made from it."""
    names = ((f"materialized view {s}.{name}", qualified(s, name)) for s, name in live.rows(_FILLED))
    return [Wanted(what, f"refresh materialized view {name}") for what, name in names]

"""Live's schema again in the shadow: what is managed exactly, and of others' objects what depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from difftool.diff.detectors.publications import members
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.pg.archive import Entry
from difftool.pg.dump import dump, dump_without_relations
from difftool.pg.excerpt import Part, excerpt
from difftool.pg.replay import NOT_CLONED, Wanted, replay, replay_what_runs, roles_in, wanted
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.pg.untold import filled, untold, with_handlers, without_public
from difftool.sql.quote import identifier, literal, qualified

RELATIONS = ("table", "view", "materialized_view", "foreign_table", "sequence")
ROLES = """
with recursive named(oid) as (
    select oid from pg_catalog.pg_roles where rolname = any (%s)
    union
    select m.roleid from pg_catalog.pg_auth_members m join named on m.member = named.oid
)
select rolname::text, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolreplication,
       array(select g.rolname::text from pg_catalog.pg_auth_members m
             join pg_catalog.pg_roles g on g.oid = m.roleid where m.member = r.oid)
from pg_catalog.pg_roles r join named using (oid)
"""
EXTENSIONS = """
select distinct extname::text, nspname::text
from pg_catalog.pg_depend used
join pg_catalog.pg_depend member on member.deptype = 'e'
  and (member.classid, member.objid) = (used.refclassid, used.refobjid)
join pg_catalog.pg_extension x on x.oid = member.refobjid
join pg_catalog.pg_namespace n on n.oid = extnamespace
where extname <> 'plpgsql' and used.deptype <> 'e' and (used.objid = any (%s::oid[])
   or used.objid in (select oid from pg_catalog.pg_attrdef where adrelid = any (%s::oid[]))
   or used.objid in (select oid from pg_catalog.pg_rewrite where ev_class = any (%s::oid[])))
"""
BROKEN = """
select (pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0)).identity,
    pg_catalog.pg_get_indexdef(c.oid)
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = indexrelid
where not indisvalid and relkind = 'i' and relnamespace <> 'pg_catalog'::pg_catalog.regnamespace
  and relnamespace <> 'pg_toast'::pg_catalog.regnamespace
order by 1
"""
"""ordinary indexes that are invalid: pg_dump leaves them out"""
NEIGHBOURS = """
select distinct nspname::text, relname::text, c.oid::bigint
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = relnamespace
where relkind in ('r', 'p', 'v', 'm', 'f') and nspname not in ('pg_catalog', 'information_schema')
  and (c.oid = any (%s::oid[]) or c.oid in (
    select refobjid from pg_catalog.pg_depend d join pg_catalog.pg_rewrite w on w.oid = d.objid
    where d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      and refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and ev_class = any (%s::oid[]) and refobjid <> ev_class))
order by 1, 2
"""
COLUMNS = """
select attname::text, case typnamespace when 'pg_catalog'::pg_catalog.regnamespace
    then pg_catalog.format_type(atttypid, atttypmod) else 'text' end
from pg_catalog.pg_attribute join pg_catalog.pg_type t on t.oid = atttypid
where attrelid = %s and attnum > 0 and not attisdropped order by attnum
"""


def clone(
    live: Session, live_dsn: str, catalog: Catalog, shadow: Shadow, scratch: Scratch, part: Part | None = None
) -> tuple[Entry, ...]:
    """Make `catalog.objects`, and what of others' depends on them, in the scratch database.

    Returns what pg_dump says of the managed ones; nothing where it does not say all. Externals must be there already.
    Where the catalog is an excerpt, `part` tells of what. On live only the managed relations are locked (ACCESS SHARE)
    and need SELECT. Raises NoProvenPlan that names what of the managed objects could not be made and why; what could
    not be made of others' is left out.
    """
    entries = _entries(live_dsn, catalog, part)
    if part:
        entries = excerpt(entries, part.among, catalog.objects.keys() | catalog.foreign.keys())
    untold_of = [*_invalid_indexes(catalog), *_published(catalog), *_statistics(catalog, entries)]
    things = [*catalog.objects.values(), *catalog.foreign.values()]
    _make_roles(live, shadow, entries, _named_in(catalog))
    with scratch.open() as session:
        session.execute("set check_function_bodies = off")
        replay(session, [*_schemas(things), *_extensions(live, things), *wanted(with_handlers(live, entries))])
        replay(session, untold_of)
        replay(session, untold(live, session))
        replay_what_runs(session, filled(live))
        replay_what_runs(session, [*_neighbours(live, session, catalog), *_of_others(catalog)])
    return () if untold_of or _interleaved(catalog) else entries


def clone_all(live: Session, live_dsn: str, shadow: Shadow, scratch: Scratch) -> tuple[Entry, ...]:
    """The whole database, as `pg_dump -s` sees it, but for subscriptions: it needs SELECT on every table.

    Returns what pg_dump saw. The role of the session is there afterwards, too.
    """
    entries = dump(live_dsn)
    _make_roles(live, shadow, entries, [live.value("select current_user::text")])
    with scratch.open() as session:
        session.execute("set check_function_bodies = off")
        made = (statement for row in live.rows(BROKEN) for statement in _broken(*row))
        replay(session, [*wanted(with_handlers(live, entries), without=NOT_CLONED[:1]), *made])
        replay(session, [*untold(live, session), *without_public(live)])
        replay_what_runs(session, filled(live))
    return entries


def _entries(dsn: str, catalog: Catalog, part: Part | None) -> tuple[Entry, ...]:
    """Twice a dump, for only so no lock is taken but on what is managed; once where the other is known."""
    relations = [ident for ident in catalog.objects if ident.kind in RELATIONS]
    apart = {i for i in catalog.objects if i.kind == "statistics" or _root(catalog, i).kind not in RELATIONS}
    others = part.alike(apart) if part and apart else None
    if others is None:
        others = _without_relations(dsn, catalog) if apart else ()
    known = {(entry.classid, entry.objid) for entry in others if entry.classid}
    return (*others, *(e for e in dump(dsn, relations=relations) if (e.classid, e.objid) not in known))


def _interleaved(catalog: Catalog) -> bool:
    """Whether a function, say, takes its place among the relations, for it needs one: two dumps do not tell which."""
    apart = (ident for ident in catalog.objects if _root(catalog, ident).kind not in RELATIONS)
    needed = (on for ident in apart for on in catalog.needs.get(ident, ()))
    return any(_root(catalog, on).kind in RELATIONS for on in needed)


def _without_relations(dsn: str, catalog: Catalog) -> tuple[Entry, ...]:
    oids = {thing.oid[:2] for thing in catalog.objects.values()}
    read = dump_without_relations(dsn)
    chosen = {entry.id for entry in read if (entry.classid, entry.objid) in oids}
    return tuple(e for e in read if e.id in chosen or (not e.classid and chosen & set(e.depends)))


def _statistics(catalog: Catalog, entries: Iterable[Entry]) -> list[Wanted]:
    """pg_dump leaves out what is not asked for by schema: made from the catalog, with owner, target and comment."""
    known = {(entry.classid, entry.objid) for entry in entries}
    missing = [o for i, o in catalog.objects.items() if i.kind == "statistics" and o.oid[:2] not in known]
    return [Wanted(str(o.ident), text) for o in missing for text in _with_properties(o)]


def _with_properties(statistics: CatalogObject) -> list[str]:
    facts, altered = statistics.facts, f"alter statistics {statistics.address}"
    target = facts.get("target")
    owned = [f"{altered} owner to {identifier(facts['owner'])}"] if facts.get("owner") else []
    said = facts.get("comment")
    comment = [f"comment on statistics {statistics.address} is {literal(said)}"] if said else []
    return [
        str(statistics.notes["definition"]),
        *owned,
        *([f"{altered} set statistics {int(target)}"] if target is not None else []),
        *comment,
    ]


def _published(catalog: Catalog) -> list[Wanted]:
    """What publications publish: their entries were read without any table."""
    pairs = [(o, members(o.facts)) for i, o in catalog.objects.items() if i.kind == "publication"]
    return [Wanted(str(o.ident), f"alter publication {o.address} set {', '.join(of)}") for o, of in pairs if of]


def _invalid_indexes(catalog: Catalog) -> list[Wanted]:
    """pg_dump leaves out what a failed CREATE INDEX CONCURRENTLY has left; in the copy it is as useless as on live."""
    broken = [o for i, o in catalog.objects.items() if i.kind == "index" and o.facts.get("valid") is False]
    definitions = [(index.address, str(index.notes["definition"])) for index in broken]
    return [made for address, text in definitions if " ON ONLY " not in text for made in _broken(address, text)]


def _broken(index: str, definition: str) -> tuple[Wanted, Wanted]:
    mark = f"update pg_catalog.pg_index set indisvalid = false where indexrelid = {literal(index)}::regclass"
    return Wanted(f"index {index}", definition), Wanted(f"index {index}", mark)


def _root(catalog: Catalog, ident: Ident) -> Ident:
    thing = catalog.objects.get(ident) or catalog.foreign.get(ident)
    return _root(catalog, thing.parent) if thing and thing.parent else ident


def _named_in(catalog: Catalog) -> set[str]:
    """Roles that need not be in any entry of pg_dump."""
    owners = {thing.facts["owner"] for thing in catalog.objects.values() if thing.facts.get("owner")}
    return owners | {role for thing in catalog.foreign.values() for role in thing.facts.get("roles", ())}


def _make_roles(live: Session, shadow: Shadow, entries: Iterable[Entry], others: Iterable[str] = ()) -> None:
    """Those that own something or are named in privileges and policies, and the groups that they are in."""
    named = {*others, *roles_in(entries)}
    shadow.create_roles(roles_of(live, named))


def roles_of(live: Session, names: Iterable[str]) -> tuple[Role, ...]:
    """These roles as live has them, and the groups that they are in, and so on."""
    return tuple(_role(*row) for row in live.rows(ROLES, [sorted(names)]))


def _role(name: str, *attributes: Any) -> Role:
    *flags, groups = attributes
    words = ("superuser", "bypassrls", "inherit", "createrole", "createdb", "replication")
    return Role(name, **dict(zip(words, flags, strict=True)), member_of=tuple(groups))


def _schemas(things: Iterable[CatalogObject]) -> list[Wanted]:
    names = sorted({thing.ident.schema for thing in things} - {""})
    return [Wanted(f"schema {name}", f"create schema if not exists {identifier(name)}") for name in names]


def _extensions(live: Session, things: Iterable[CatalogObject]) -> list[Wanted]:
    """Those that own a type, function or the like that one of the objects uses."""
    oids = sorted({thing.oid[1] for thing in things})
    return [
        Wanted(
            f"extension {name}",
            f"create schema if not exists {identifier(schema)}; "
            f"create extension if not exists {identifier(name)} schema {identifier(schema)} cascade",
        )
        for name, schema in live.rows(EXTENSIONS, [oids, oids, oids])
    ]


def _neighbours(live: Session, session: Session, catalog: Catalog) -> list[Wanted]:
    """Others' relations that hold, or are read by, what depends on the managed objects: their columns only.

    The catalog can be read without any right on them.
    """
    tables = {thing.parent for thing in catalog.foreign.values() if thing.parent and thing.parent.kind in RELATIONS}
    views = [o.oid[1] for i, o in catalog.foreign.items() if i.kind in ("view", "materialized_view")]
    made = []
    for schema, name, oid in live.rows(NEIGHBOURS, [_oids(live, tables), views]):
        full = qualified(schema, name)
        if _known(catalog, schema, name) or session.value("select to_regclass(%s)", [full]):
            continue
        columns = [f"{identifier(column)} {words}" for column, words in live.rows(COLUMNS, [oid])]
        made.append(Wanted(f"table {schema}.{name}", f"create table {full} ({', '.join(columns)})"))
    return made


def _known(catalog: Catalog, schema: str, name: str) -> bool:
    """Whether it is made as what it is: managed, or a view of others with a definition."""
    kinds = [Ident(kind, schema, name) for kind in RELATIONS]
    views = (Ident(kind, schema, name) for kind in ("view", "materialized_view"))
    return any(ident in catalog.objects for ident in kinds) or any(ident in catalog.foreign for ident in views)


def _oids(live: Session, tables: Iterable[Ident]) -> list[int]:
    """By name, not by `::regclass`, which needs a right on the schema."""
    pairs = [(table.schema, table.name) for table in tables]
    found = live.rows(
        "select c.oid::bigint"
        " from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = relnamespace"
        " where (nspname, relname) in (select * from unnest(%s::text[], %s::text[]))",
        [[schema for schema, _ in pairs], [name for _, name in pairs]],
    )
    return [oid for (oid,) in found]


def _of_others(catalog: Catalog) -> list[Wanted]:
    """Their views, constraints, triggers, … that PostgreSQL renders, and policies.

    An index behind a constraint comes with it.
    """
    behind = {(i.schema, i.part) for i in (*catalog.foreign, *catalog.objects) if i.kind == "constraint"}
    return [
        Wanted(str(ident), definition)
        for ident, thing in sorted(catalog.foreign.items())
        if (definition := _policy(thing) if ident.kind == "policy" else str(thing.notes.get("definition") or ""))
        and (ident.kind != "index" or (ident.schema, ident.name) not in behind)
    ]


def _policy(thing: CatalogObject) -> str:
    """PostgreSQL renders policies only in pieces."""
    ident, facts = thing.ident, thing.facts
    roles = ", ".join(role if role == "PUBLIC" else identifier(role) for role in facts["roles"])
    clauses = (("using", "using"), ("with check", "check"))
    conditions = " ".join(f"{words} ({facts[fact]})" for words, fact in clauses if facts.get(fact))
    kind = "permissive" if facts["permissive"] else "restrictive"
    on = qualified(ident.schema, ident.name)
    return f"create policy {identifier(ident.part)} on {on} as {kind} for {facts['command']} to {roles} {conditions}"

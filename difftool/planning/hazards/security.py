"""Who can see or do what nobody meant them to."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.hazard import Example, HazardKind
from difftool.planning.hazards.rule import Danger, Rule, Seen
from difftool.sql.parse import kind_of

_API_ROLES = ("anon", "authenticated", "web_anon")
"""roles in whose name Supabase and PostgREST answer whoever asks"""
_RELATIONS = ("table", "foreign_table", "view", "materialized_view", "sequence", "column", "schema")
_READ = ("table", "view", "column")
"""what a view depends on where it reads it"""
_ROUTINES = ("function", "procedure", "aggregate")
"""made with EXECUTE for PUBLIC, unless somebody revokes it"""


def _rls_off(seen: Seen) -> Iterator[Danger]:
    for ident, step in seen.changed("table"):
        had, wanted = seen.before.objects.get(ident), seen.target.objects[ident]
        if had and had.facts["row_security"] and not wanted.facts["row_security"]:
            yield Danger(step.id, str(ident), "whoever may read the table reads all of its rows")
        elif had and had.facts["force_row_security"] and not wanted.facts["force_row_security"]:
            yield Danger(step.id, str(ident), "the table's owner reads and writes all of its rows")


def _public(seen: Seen) -> Iterator[Danger]:
    for ident, step in seen.changed(*_RELATIONS, *_ROUTINES):
        had = seen.before.objects.get(ident)
        new = _of_public(seen.target.objects[ident]) - (_of_public(had) if had else frozenset())
        if new and (had or ident.kind in _RELATIONS):
            yield Danger(step.id, str(ident), f"every role of the server gets {', '.join(sorted(new))}")


def _of_public(thing: CatalogObject) -> frozenset[str]:
    items = (str(item).partition("=") for item in thing.facts.get("privileges", ()))
    return frozenset(right for who, _, rights in items if who == "PUBLIC" for right in rights.split("/")[0].split(","))


def _definer(seen: Seen) -> Iterator[Danger]:
    for ident, step in seen.changed("function", "procedure"):
        if _is_open(seen.target.objects[ident]) and not _is_open(seen.before.objects.get(ident)):
            yield Danger(
                step.id, str(ident), "its caller chooses the search_path, so what runs with its owner's rights"
            )


def _is_open(routine: CatalogObject | None) -> bool:
    """SECURITY DEFINER without a search_path of its own (manual: CREATE FUNCTION, "Writing … Safely")."""
    definition = str(routine.facts["definition"]) if routine else ""
    if "SECURITY DEFINER" not in definition:
        return False
    options = [item["DefElem"] for item in kind_of(definition).tree.get("options", ())]
    settings = [o["arg"]["VariableSetStmt"].get("name") for o in options if o["defname"] == "set"]
    return any(o["defname"] == "security" for o in options) and "search_path" not in settings


def _bypassing(seen: Seen) -> Iterator[Danger]:
    for ident, step in seen.changed("view"):
        table = _bypassed(seen.target, ident)
        if table and not _bypassed(seen.before, ident):
            effect = f"whoever may read the view reads rows of {table.name} that its policies hide from them"
            yield Danger(step.id, str(ident), effect)


def _bypassed(catalog: Catalog, view: Ident) -> Ident | None:
    """A table with row level security below a view that asks with its owner's rights."""
    thing = catalog.objects.get(view)
    return _guarded_below(catalog, view) if thing and not _asks_as_caller(thing) else None


def _asks_as_caller(view: CatalogObject) -> bool:
    options = {str(option).lower() for option in view.facts.get("options") or ()}
    return bool(options & {f"security_invoker={word}" for word in ("true", "on", "1", "yes")})


def _guarded_below(catalog: Catalog, view: Ident) -> Ident | None:
    waiting, known = [view], {view}
    while waiting:
        ident = waiting.pop(0)
        thing = catalog.objects.get(ident) or catalog.foreign.get(ident)
        if thing and ident.kind == "table" and thing.facts.get("row_security"):
            return ident
        below = sorted(catalog.needs.get(ident, ())) if ident.kind != "table" else []
        fresh = [each for each in below if each.kind in _READ and each not in known]
        known.update(fresh)
        waiting += fresh
    return None


def _open_tables(seen: Seen) -> Iterator[Danger]:
    for ident, step in seen.changed("table"):
        had, wanted = seen.before.objects.get(ident), seen.target.objects[ident]
        given = None if had or seen.comparing.includes(ident, "privileges") else seen.whole
        readers = _readers(wanted, given)
        if readers and not (had and _readers(had, None)):
            yield Danger(step.id, str(ident), f"{' and '.join(readers)} can read all of its rows through the API")


def _readers(table: CatalogObject, whole: Catalog | None) -> list[str]:
    """API roles that read all of a table; one that is made in `whole` gets what default privileges say there."""
    if table.facts["row_security"]:
        return []
    grants = [*table.facts.get("privileges", ()), *(_default_grants(whole, table.ident.schema) if whole else ())]
    return [role for role in _API_ROLES if any(_reads(str(grant), role) for grant in grants)]


def _default_grants(whole: Catalog, schema: str) -> Iterator[str]:
    """Those of new tables of the schema, whoever makes them."""
    for thing in whole.of("default_privileges"):
        if thing.ident.name.endswith((" tables", f" tables in {schema}")):
            yield from thing.facts.get("grants", ())


def _reads(grant: str, role: str) -> bool:
    who, _, rights = grant.partition("=")
    return who == role and "SELECT" in rights.split("/")[0].replace("*", "").split(",")


RLS_OFF = Rule(
    HazardKind(
        "RLS-OFF",
        "row level security is switched off",
        "confirm",
        condition="disables row level security of a table, or no longer forces it on the owner",
        effect="The table's policies hide nothing any more from whoever may read or write it.",
        remedy="keep ENABLE ROW LEVEL SECURITY, and change the policies",
        bad=Example(
            "create table diaries (id integer primary key); alter table diaries enable row level security;",
            "create table diaries (id integer primary key);",
        ),
        good=Example(
            "create table diaries (id integer primary key); alter table diaries enable row level security;",
            """create table diaries (id integer primary key); alter table diaries enable row level security;
create policy even on diaries for select using (id % 2 = 0);""",
        ),
    ),
    _rls_off,
)

PUBLIC_GRANT = Rule(
    HazardKind(
        "PUBLIC-GRANT",
        "everybody gets a right",
        "confirm",
        condition="grants something to PUBLIC, but for what PostgreSQL grants by itself",
        effect="Every role that can connect has the right, those that will be made later too.",
        remedy="grant it to a role",
        bad=Example(
            "create table wages (id integer primary key);",
            "create table wages (id integer primary key); grant select on wages to public;",
        ),
        good=Example(
            "create table wages (id integer primary key);",
            "create table wages (id integer primary key); grant select on wages to pg_monitor;",
        ),
    ),
    _public,
)

DEFINER_PATH = Rule(
    HazardKind(
        "DEFINER-PATH",
        "a function trusts its caller's search_path",
        "confirm",
        condition="makes a SECURITY DEFINER function or procedure without SET search_path",
        effect="A caller who may create objects in a schema can have their own code run with the owner's rights.",
        remedy="add SET search_path = '' and write names with their schemas",
        bad=Example(
            "",
            "create function census() returns bigint language sql security definer as 'select count(*) from pg_roles';",
        ),
        good=Example(
            "",
            """create function census() returns bigint language sql security definer set search_path = ''
as 'select count(*) from pg_catalog.pg_roles';""",
        ),
    ),
    _definer,
)

_GUARDED = "create table patients (id integer primary key); alter table patients enable row level security;"

VIEW_BYPASSES_RLS = Rule(
    HazardKind(
        "VIEW-BYPASSES-RLS",
        "a view shows what policies hide",
        "confirm",
        condition="makes a view, without security_invoker, over a table that has row level security",
        effect="The view reads with its owner's rights, so the table's policies are not asked about whoever reads it.",
        remedy="create it WITH (security_invoker = true), from PostgreSQL 15, or restrict it in the view itself",
        bad=Example(_GUARDED, f"{_GUARDED}\ncreate view patients_seen as select id from patients;"),
        good=Example(
            _GUARDED,
            f"{_GUARDED}\ncreate view patients_seen with (security_invoker = true) as select id from patients;",
        ),
    ),
    _bypassing,
)

_NOTES = "create table notes (id integer primary key, body text);"
_GRANTED = "grant select on notes to anon;"

OPEN_TABLE = Rule(
    HazardKind(
        "OPEN-TABLE",
        "a table is open to the API",
        "confirm",
        condition="makes a table readable by an API role (anon, authenticated, web_anon), be it by the default "
        "privileges of the database, without row level security",
        effect="Whoever knows the address of the API reads all rows.",
        remedy="ENABLE ROW LEVEL SECURITY, or revoke the right from the role",
        bad=Example(_NOTES, f"{_NOTES}\n{_GRANTED}"),
        good=Example(_NOTES, f"{_NOTES}\n{_GRANTED}\nalter table notes enable row level security;"),
    ),
    _open_tables,
)

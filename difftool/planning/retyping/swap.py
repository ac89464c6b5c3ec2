"""Columns that get another type together: prepared beside the old ones, exchanged in one short transaction.

A trigger keeps the new column equal to the old one while rows are filled in batches; a check that is validated without
blocking anybody says that it is, so that nothing is read when they change places: neither for that, nor for NOT NULL.
https://www.postgresql.org/docs/current/sql-altertable.html, SET/DROP NOT NULL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from difftool.diff.detectors import classes, columns
from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.change import Change, Verb
from difftool.model.plan import Batch, Phase, Probe, Undo, UndoKind
from difftool.planning.draft import Draft, Sync
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.marks import marked
from difftool.planning.retyping.candidates import Retyped
from difftool.planning.retyping.carried import Shown, carried, commented, place
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.swap import Swap
from difftool.planning.sync import Follows, sync
from difftool.sql.quote import ahead, identifier, literal, qualified

_SETTINGS = ("storage", "compression", "statistics", "options", "comment", "privileges")
"""facts that the new column gets once it is there"""
_POSITION = "difftool.position"


@dataclass(frozen=True, slots=True)
class _Column:
    """With the trigger that fills it, and the sequence that it owns (its address), if any."""

    of: Retyped
    sync: Sync
    owns: str
    numbers: CatalogObject | None
    """the sequence of its identity"""


def swap(group: Sequence[Retyped], shown: Shown, live: Catalog, asserts: Mapping[str, Probe], online: Online) -> Swap:
    """`group` are columns that something hangs on together; `asserts` are probes by the column (in words)."""
    mine = tuple(_Column(each, _followed(each, online), _owned(each, live), _numbers(each, live)) for each in group)
    hanging = sorted({o.ident: o for each in group for o in each.hanging}.values(), key=lambda o: (place(o), o.ident))
    parts = [carried(thing, shown) for thing in hanging]
    beside = tuple(draft for each in mine for draft in _beside(each, asserts.get(str(each.of.was.ident)), online))
    ready = tuple(draft for part in parts for draft in part.ready)
    tables = sorted({each.table for each in group} | {name for o in hanging for name in _ends(o, live)})
    statements = (
        f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE",
        *(text for each in mine for text in each.sync.release),
        *(text for part in reversed(parts) for text in part.gone),
        *(text for each in mine for text in _exchanged(each)),
        *(text for part in parts for text in part.taken),
    )
    return Swap(
        frozenset(each.statement for each in group),
        (*beside, *ready),
        Draft(
            Phase.SWAP,
            statements,
            group[0].relation,
            "; ".join(f"{each.name} of {each.table} is {each.type}, as its last column" for each in group),
            alone=True,
            asked=frozenset(str(each.was.ident) for each in group),
        ),
    )


def _ends(thing: CatalogObject, live: Catalog) -> tuple[str, ...]:
    """The tables that a foreign key ties together: both are locked when it goes."""
    if thing.facts.get("type") != "foreign key":
        return ()
    key = foreign_key(thing, live)
    return qualified(thing.ident.schema, thing.ident.name), qualified(key.parent_schema, key.parent_name)


def _followed(each: Retyped, online: Online) -> Sync:
    follows = Follows(each.relation, ahead(each.was.ident.part), each.type, each.value, always=True)
    return sync(online.key, online.search_path, follows, ())


def _owned(each: Retyped, live: Catalog) -> str:
    numbers = (o for i, o in live.objects.items() if i.kind == "sequence")
    return next((o.address for o in numbers if o.facts.get("owned_by") == each.was.address), "")


def _numbers(each: Retyped, live: Catalog) -> CatalogObject | None:
    name = each.was.facts.get("sequence", {}).get("name")
    return next((o for i, o in live.objects.items() if i.kind == "sequence" and o.address == name), None)


def _beside(column: _Column, asked: Probe | None, online: Online) -> Iterator[Draft]:
    """The new column, from ADD COLUMN to where it is known to hold what the old one does; with it goes the check."""
    each, probes = column.of, (asked,) if asked else ()
    yield _added(each)
    yield replace(column.sync.guard, probes=probes)
    condition = marked(f"t.{each.new} is null and t.{each.name} is not null")
    yield Draft(
        Phase.FILL,
        (f"update {each.table} as t set {each.new} = {each.value}\nwhere {condition}",),
        each.relation,
        f"fill {each.new} of {each.table} from {each.name}",
        probes,
        Undo(UndoKind.LOSSLESS, why="the column goes"),
        alone=True,
        rows=True,
        batch=Batch(each.table, each.key, online.batch),
    )
    yield from _proved(each)


def _added(each: Retyped) -> Draft:
    bare = {**each.becomes.facts, "default": None, "identity": None}
    ident = each.was.ident._replace(part=ahead(each.was.ident.part))
    address = f"{each.table}.{each.new}"
    column = each.becomes._replace(ident=ident, facts=bare, address=address)
    drop = f"ALTER TABLE {each.table} DROP COLUMN IF EXISTS {each.new}"
    return Draft(
        Phase.EXPAND,
        (*columns.add(column, nullable=True), *_settings(column, each.was)),
        each.relation,
        f"{each.new} of {each.table}, to become {each.name}",
        undo=Undo(UndoKind.LOSSLESS, (drop,)),
        alone=True,
    )


def _settings(column: CatalogObject, was: CatalogObject) -> list[str]:
    facts = {name: (None, was.facts[name]) for name in _SETTINGS if was.facts.get(name) is not None}
    kept = column._replace(facts={**column.facts, **{name: value for name, (_, value) in facts.items()}})
    change = Change(Verb.ALTER, column.ident, column, kept, facts)
    return [*columns.alter(change), *classes.comment(change), *classes.privileges(change)]


def _proved(each: Retyped) -> Iterator[Draft]:
    name = identifier(_same(each))
    filled = f"{each.new} IS NOT NULL AND " if each.was.facts.get("not_null") else ""
    says = f"CHECK ({filled}{each.new} IS NOT DISTINCT FROM ({each.value}))"
    undo = Undo(UndoKind.LOSSLESS, (f"ALTER TABLE {each.table} DROP CONSTRAINT IF EXISTS {name}",))
    add = f"ALTER TABLE {each.table} ADD CONSTRAINT {name} {says} NOT VALID"
    title = f"{each.new} of {each.table} holds what {each.name} does"
    yield Draft(Phase.ENFORCE, (add,), each.relation, title, undo=undo, alone=True)
    validate = f"ALTER TABLE {each.table} VALIDATE CONSTRAINT {name}"
    yield Draft(Phase.ENFORCE, (validate,), each.relation, f"see that it does, in all rows of {each.table}", alone=True)
    analyze = f"ANALYZE {each.table} ({each.new})"
    yield Draft(Phase.ENFORCE, (analyze,), each.relation, f"look at the values of {each.new}, to plan by", alone=True)


def _same(each: Retyped) -> str:
    return ahead(f"{each.was.ident.part}_same")


def _exchanged(column: _Column) -> Iterator[str]:
    """The new column gets what makes the old one work, and its name; the old one goes.

    It is not kept: an INSERT that names no columns would go on to write there. NOT NULL of the old one goes first: from
    version 18 on it has a name, which the new one is to have.
    """
    each, facts = column.of, column.of.was.facts
    table, old = f"ALTER TABLE {each.table}", f"ALTER COLUMN {each.old}"
    sequence = facts.get("sequence") if facts.get("identity") else None
    if sequence:
        now = "pg_catalog.concat_ws(' ', last_value, is_called)"
        yield f"SELECT pg_catalog.set_config({literal(_POSITION)}, {now}, true) FROM {sequence['name']}"
    yield f"{table} RENAME COLUMN {each.name} TO {each.old}"
    yield f"{table} RENAME COLUMN {each.new} TO {each.name}"
    yield from [f"{table} {old} DROP IDENTITY"] if sequence else []
    if facts.get("not_null"):
        yield f"{table} {old} DROP NOT NULL"
        yield f"{table} ALTER COLUMN {each.name} SET NOT NULL"
    yield from [f"ALTER SEQUENCE {column.owns} OWNED BY {each.table}.{each.name}"] if column.owns else []
    yield f"{table} DROP COLUMN {each.old}"
    yield from _numbered(column) if sequence else []
    yield from _defaulted(each)


def _numbered(column: _Column) -> Iterator[str]:
    """The numbers go on where they were, and whoever had a right to them has it again."""
    each, old = column.of, column.numbers
    yield f"ALTER TABLE {each.table} ALTER COLUMN {each.name} ADD {columns.identity(each.becomes.facts)}"
    position = f"pg_catalog.string_to_array(pg_catalog.current_setting({literal(_POSITION)}), ' ')"
    name = each.becomes.facts["sequence"]["name"]
    yield f"SELECT pg_catalog.setval({literal(name)}, p[1]::bigint, p[2]::boolean) FROM {position} AS p"
    if old and old.address == name:
        rights = [item for item in old.facts.get("privileges", ()) if not item.startswith("owner=")]
        facts = {"privileges": (None, rights)}
        yield from classes.privileges(Change(Verb.ALTER, old.ident, old, old, facts))
        yield from commented(old)


def _defaulted(each: Retyped) -> Iterator[str]:
    """A default that changes with the type is told by a statement of its own."""
    default = each.was.facts.get("default")
    if default is not None and default == each.becomes.facts.get("default"):
        yield f"ALTER TABLE {each.table} ALTER COLUMN {each.name} SET DEFAULT {default}"

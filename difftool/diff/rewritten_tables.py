"""A table that must become what ALTER TABLE cannot make of it: made anew beside itself, its rows moved over.

Another partition key or none, another type of a key's column, columns that are to be inherited only. The old table
steps aside into a schema of its own with all that is named in its schema; what reads it is dropped before, and is made
again by a later round, as are its indexes, constraints, triggers and policies. No row is lost: one for which the new
table has no partition makes the statement fail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from difftool.diff.column_order import told_by_position
from difftool.diff.detectors.columns import add, altering, identity
from difftool.diff.drops import drop
from difftool.diff.made_again import MADE_AGAIN
from difftool.diff.proposal import Proposal
from difftool.diff.rendered import Rendered
from difftool.diff.scope import may_rewrite
from difftool.diff.unblock import unblocking
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.profile import Scope
from difftool.sql.quote import aside, identifier, literal, qualified


def repartitioned(
    changes: Iterable[Change], current: Catalog, target: Catalog, rendered: Rendered, scope: Scope
) -> tuple[Proposal, ...]:
    """Tables with another partition key, columns that are to be computed.

    Before anything is created or dropped, so that rows find their way, and new keys and indexes new values.
    """
    known = tuple(changes) if may_rewrite(scope) else ()
    wanted = [c.ident for c in known if c.ident.kind == "table" and "partition_key" in c.facts]
    return (*_computed(known), *(made_anew(current.objects[table], current, target, rendered) for table in wanted))


def rewritten(
    changes: tuple[Change, ...], current: Catalog, target: Catalog, rendered: Rendered, scope: Scope
) -> tuple[Proposal, ...]:
    """Where all else has failed: tables of columns that cannot be altered, and columns that are to be computed."""
    known = [c for c in changes if c.verb is Verb.ALTER and c.ident.kind == "column" and may_rewrite(scope)]
    joining = (
        (*_joining(changes), *_named_by_parents(changes, target), *told_by_position(changes, current, target))
        if may_rewrite(scope)
        else ()
    )
    tables = dict.fromkeys((*joining, *(table for change in known if (table := _unalterable(change, current)))))
    freed = unblocking(_computed(known), changes, current, target, rendered)
    return (*freed, *(made_anew(current.objects[table], current, target, rendered) for table in tables))


def _computed(changes: Iterable[Change]) -> list[Proposal]:
    """Ordinary columns that become computed ones: what they hold is lost."""
    return [
        Proposal((drop(change.before), *add(change.after)), about=str(change.ident))
        for change in changes
        if change.verb is Verb.ALTER and change.ident.kind == "column"
        if change.before and change.after and change.facts.get("generated", ("", ""))[0] is None
    ]


def _joining(changes: Iterable[Change]) -> Iterator[Ident]:
    """Tables that are to inherit columns that they lack: INHERIT wants them there, and would leave them their own."""
    tables = {c.ident for c in changes if c.ident.kind == "table" and "inherits" in c.facts}
    for change in changes:
        column = change.after if change.verb is Verb.CREATE and change.ident.kind == "column" else None
        if column and column.parent in tables and column.facts.get("local") is False:
            yield column.parent


def _named_by_parents(changes: tuple[Change, ...], target: Catalog) -> Iterator[Ident]:
    """Tables that are to have a constraint from their parent alone: a check; NOT NULL under another name as well."""
    for change in changes:
        told = change.after or change.before if change.verb is not Verb.ALTER or "local" in change.facts else None
        table = target.objects.get(told.parent) if told and told.parent else None
        kinds = ("not null", "check") if change.verb is Verb.ALTER else ("not null",)
        if told and table and told.facts.get("type") in kinds and not told.facts["local"]:
            yield from (table.ident,) if table.facts.get("inherits") else ()


def _unalterable(change: Change, current: Catalog) -> Ident | None:
    """The table of a column that has another type in its partition key, or is to be its own as well as inherited."""
    table = change.before.parent if change.before else None
    if table is None or table.kind != "table":
        return None
    in_key = "type" in change.facts and current.objects[table].facts.get("partition_key")
    return table if in_key or "local" in change.facts else None


def made_anew(
    old: CatalogObject, current: Catalog, target: Catalog, rendered: Rendered, exchanged: str = ""
) -> Proposal:
    """With all its partitions, where values of the type `exchanged` go by way of text because another has its name."""
    new, place = target.objects[old.ident], aside(old.ident.schema)
    away = qualified(place, old.ident.name)
    hanging, along = _hanging(old, current), _along(old, new, current, target, bool(exchanged))
    stays = current.objects.keys() - set(along)
    numbered = [o for o in _columns(target, old.ident) if o.facts.get("sequence")]
    statements = (
        *(drop(current.objects[ident]) for ident in hanging),
        *_let_go(old, along, current, target),
        f"CREATE SCHEMA {identifier(place)}",
        *(f"ALTER TABLE {current.objects[i].address} SET SCHEMA {identifier(place)}" for i in (old.ident, *along)),
        *rendered[old.ident].statements,
        *(text for o in _misnamed(new, current, target) for text in _named(new, o)),
        *(text for o in _partitions(new, old, along, current, target) for text in _attached(o, stays, rendered)),
        *_moved(old, new, away, current, target, exchanged),
        *(f"{altering(column)} ADD {identity(column.facts)}" for column in numbered),
        *(text for column in numbered for text in _position(column, current, place)),
        f"DROP TABLE {away}",
        f"DROP SCHEMA {identifier(place)}",
    )
    gone = {old.ident, *along}
    room = {*gone, *hanging, *(ident for ident in current.objects if _whole(ident, current) in gone)}
    parts = {ident for ident, thing in current.objects.items() if thing.parent in room}
    return Proposal(statements, about=str(old.ident), makes_room=tuple(sorted(map(str, room | parts))))


def _misnamed(new: CatalogObject, current: Catalog, target: Catalog) -> list[CatalogObject]:
    """NOT NULL constraints that get another name than usual, because a partition has one of that name."""
    taken = {i.part for i in current.objects if i.kind == "constraint" and _elsewhere(i, new.ident)}
    return [
        constraint
        for ident, constraint in sorted(target.objects.items())
        if constraint.parent == new.ident and constraint.facts.get("type") == "not null" and ident.part in taken
        if constraint.facts["local"]
    ]


def _elsewhere(constraint: Ident, table: Ident) -> bool:
    return constraint.schema == table.schema and constraint.name != table.name


def _named(table: CatalogObject, constraint: CatalogObject) -> tuple[str, ...]:
    definition = str(constraint.facts["definition"])
    return (
        f"ALTER TABLE {table.address} ALTER COLUMN {definition.removeprefix('NOT NULL ')} DROP NOT NULL",
        f"ALTER TABLE {table.address} ADD CONSTRAINT {identifier(constraint.ident.part)} {definition}",
    )


def _hanging(table: CatalogObject, current: Catalog) -> list[Ident]:
    """What must go before the table can, what depends before what it depends on; not what goes with it."""
    family, order = _family(table, current), list[Ident]()

    def collect(on: Ident) -> None:
        for who in sorted(who for who in current.dependents.get(on, ()) if who in current.objects):
            folded = "folded" in current.objects[who].notes
            if who not in order and who.kind in MADE_AGAIN and not folded and _whole(who, current) not in family:
                collect(who)
                order.append(who)

    for ident in current.objects:
        if _whole(ident, current) in family:
            collect(ident)
    return list(dict.fromkeys(order))


def _family(table: CatalogObject, current: Catalog) -> set[Ident]:
    """It and its partitions, and theirs."""
    partitions = [o for o in current.objects.values() if o.facts.get("partition_of") == table.address]
    return {table.ident}.union(*(_family(partition, current) for partition in partitions))


def _whole(ident: Ident, current: Catalog) -> Ident:
    thing = current.objects.get(ident)
    return _whole(thing.parent, current) if thing and thing.parent and thing.ident.kind != "table" else ident


def _along(old: CatalogObject, new: CatalogObject, current: Catalog, target: Catalog, whole: bool) -> list[Ident]:
    """Partitions that are partitions again by another key: not every row can stay where it is; or all, if `whole`."""
    keys = {o.facts.get("partition_key") for o in (old, new)}
    same = _family(old, current) & _family(new, target) - {old.ident}
    return sorted(same) if (whole or len(keys) > 1) and None not in keys else []


def _let_go(old: CatalogObject, along: Iterable[Ident], current: Catalog, target: Catalog) -> Iterator[str]:
    """Partitions, children and sequences that stay, and so must not go along."""
    for ident, thing in sorted(current.objects.items()):
        if ident not in target.objects or ident in along:
            continue
        if thing.facts.get("partition_of") == old.address:
            yield f"ALTER TABLE {old.address} DETACH PARTITION {thing.address}"
        if old.address in (thing.facts.get("inherits") or ()):
            yield f"ALTER TABLE {thing.address} NO INHERIT {old.address}"
        if ident.kind == "sequence" and thing.parent and _whole(thing.parent, current) in (old.ident, *along):
            yield from () if "folded" in thing.notes else (f"ALTER SEQUENCE {thing.address} OWNED BY NONE",)


def _partitions(
    new: CatalogObject, old: CatalogObject, along: Collection[Ident], current: Catalog, target: Catalog
) -> Iterator[CatalogObject]:
    """Those that rows can be moved to: what is still to become like them is attached by a later round."""
    for ident, thing in sorted(target.objects.items()):
        if thing.facts.get("partition_of") == new.address:
            if ident not in current.objects or ident in along:
                yield thing
                yield from _partitions(thing, thing, along, current, target)
            elif _fits(current.objects[ident], thing, old, current, target):
                yield thing


def _fits(has: CatalogObject, wanted: CatalogObject, old: CatalogObject, current: Catalog, target: Catalog) -> bool:
    free = has.facts.get("partition_of") in (None, old.address)
    shapes = [
        {column.ident.part: column.facts["type"] for column in _columns(catalog, has.ident)}
        for catalog in (current, target)
    ]
    return free and shapes[0] == shapes[1] and has.facts.get("partition_key") == wanted.facts.get("partition_key")


def _attached(partition: CatalogObject, stays: Collection[Ident], rendered: Rendered) -> Iterator[str]:
    facts = partition.facts
    yield from () if partition.ident in stays else rendered[partition.ident].statements
    yield f"ALTER TABLE {facts['partition_of']} ATTACH PARTITION {partition.address} {facts['bound']}"


def _moved(
    old: CatalogObject, new: CatalogObject, away: str, current: Catalog, target: Catalog, exchanged: str
) -> Iterator[str]:
    had = {column.ident for column in _columns(current, old.ident)}
    kept = [o for o in _columns(target, new.ident) if o.ident in had and not o.facts.get("generated")]
    if kept:
        names = ", ".join(identifier(column.ident.part) for column in kept)
        values = ", ".join(_value(column, current.objects[column.ident], exchanged) for column in kept)
        only = "" if old.facts.get("partition_key") else "ONLY "
        yield f"INSERT INTO {new.address} ({names}) SELECT {values} FROM {only}{away}"


def _value(column: CatalogObject, old: CatalogObject, exchanged: str) -> str:
    name, kind = identifier(column.ident.part), column.facts["type"]
    if exchanged and kind in (exchanged, f"{exchanged}[]"):
        return f"{name}::{kind.replace(exchanged, 'text')}::{kind}"
    return name if old.facts["type"] == kind else f"{name}::{kind}"


def _columns(catalog: Catalog, table: Ident) -> list[CatalogObject]:
    found = [o for i, o in catalog.objects.items() if i.kind == "column" and o.parent == table]
    return sorted(found, key=lambda column: int(column.notes["position"]))


def _position(column: CatalogObject, current: Catalog, place: str) -> Iterator[str]:
    """The numbers of an identity column go on where they were."""
    before, name = current.objects.get(column.ident), column.facts["sequence"]["name"]
    if before and before.facts.get("sequence"):
        old = before.facts["sequence"]["name"].removeprefix(f"{identifier(column.ident.schema)}.")
        yield f"SELECT pg_catalog.setval({literal(name)}, last_value, is_called) FROM {identifier(place)}.{old}"

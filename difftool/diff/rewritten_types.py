"""A type that columns use and that must become another one, which ALTER TYPE cannot do.

An enum that loses labels or gets another order, a domain over another type, a name that becomes another kind of type:
all columns of the type change over by way of text, in the same transaction; those of a composite type whose attributes
get another order go by the attributes' names. What reads them, and what names the type in an expression, is dropped
before and made again by a later round. No row is lost: one whose value the new type does not know makes the statement
fail.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from difftool.diff.detectors.columns import add, altering
from difftool.diff.drops import drop
from difftool.diff.exchanged_types import as_named, as_text, attributes_exchanged, by_cast, labels_exchanged
from difftool.diff.impossible import loses_labels
from difftool.diff.made_again import MADE_AGAIN
from difftool.diff.proposal import Proposal
from difftool.diff.rendered import Rendered
from difftool.diff.rewritten_tables import made_anew
from difftool.diff.scope import may_recreate, may_rewrite
from difftool.diff.unblock import IN_THE_WAY_OF_A_TYPE
from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.profile import Scope

_DERIVED = ("domain", "range", "type")
"""can be over other types, and hold no data themselves"""


def rewritten_types(changes: Iterable[Change], current: Catalog, target: Catalog, scope: Scope) -> tuple[Proposal, ...]:
    """One proposal for each such type that the scope allows to be made again."""
    known = tuple(changes)
    created = {(c.ident.schema, c.ident.name) for c in known if c.verb is Verb.CREATE and c.ident.kind in _NAMES}
    another = {
        change.before.ident: change.after
        for change in known
        if change.before and _becomes_another(change, created) and not _is_within_another(change, current)
    }
    another |= {c.ident: c.after for c in known if c.before and _is_within_types(c, current)}
    another |= {domain: target.objects[domain] for domain in _restricted(known, current) if domain in target.objects}
    along = {type_ for old, new in another.items() for type_ in _reordered_along(old, new, current)}
    return tuple(
        _rewritten(current.objects[old], new, current, target)
        for old, new in another.items()
        if may_recreate(scope, old) and old not in along and not _awaits_order(old, new, current, target)
    )


def _awaits_order(old: Ident, new: CatalogObject | None, current: Catalog, target: Catalog) -> bool:
    """Values go by way of text, and a composite's text is read by position: composites over it come in order first."""
    derived = _derived(old, current)
    return not _reordered(current.objects[old], new) and any(
        _reordered(current.objects[type_], target.objects.get(type_)) for type_ in derived
    )


def _reordered_along(old: Ident, new: CatalogObject | None, current: Catalog) -> list[Ident]:
    return _derived(old, current) if _reordered(current.objects[old], new) else []


_NAMES = ("enum", *_DERIVED, "table", "foreign_table", "view", "materialized_view")
"""what a column can have as its type: of relations, their row"""
_BASE = frozenset(("type", "collation"))


def rewritten_keys(
    changes: Iterable[Change], current: Catalog, target: Catalog, rendered: Rendered, scope: Scope
) -> tuple[Proposal, ...]:
    """Enums that partition keys use and that get other labels: where all else has failed, for tables are made anew."""
    return tuple(
        _key_rewritten(change.before, change.after, current, target, rendered)
        for change in changes
        if change.before and change.after and loses_labels(change) and may_rewrite(scope)
        and not _derived(change.ident, current)
    )  # fmt: skip


def _key_rewritten(
    old: CatalogObject, new: CatalogObject, current: Catalog, target: Catalog, rendered: Rendered
) -> Proposal:
    """The partitioned tables anew, of the new type; all other columns as ever."""
    columns = [current.objects[i] for i in _users(current, {old.ident}) if i.kind == "column"]
    stored = [column for column in columns if _is_altered(column)]
    tables = [current.objects[c.parent] for c in stored if c.parent and c.parent in target.objects]
    parted = {table.ident: table for table in tables if table.facts.get("partition_key")}
    others = [column for column in stored if column.parent not in parted]
    hanging = hanging_on([old.ident, *(column.ident for column in stored)], {old.ident}, current)
    *exchange, last = labels_exchanged(old, new, others)
    anew = [made_anew(table, current, target, rendered, old.address) for table in parted.values()]
    statements = (
        *(f"{altering(c)} DROP DEFAULT" for c in others if c.facts.get("default") is not None),
        *(drop(current.objects[ident]) for ident in hanging),
        *exchange,
        *(text for proposal in anew for text in proposal.statements),
        last,
    )
    room = with_parts((old.ident, *hanging, *(c.ident for c in columns)), current)
    more = (name for proposal in anew for name in proposal.makes_room)
    return Proposal(tuple(dict.fromkeys(statements)), about=str(old.ident), makes_room=(*room, *more))


def _becomes_another(change: Change, created: Collection[tuple[str, str]]) -> bool:
    if change.verb is Verb.DROP:
        return change.ident.kind in _NAMES and (change.ident.schema, change.ident.name) in created
    if change.ident.kind == "domain":
        return bool(_BASE & change.facts.keys())
    return loses_labels(change) or (change.ident.kind in _DERIVED and bool(change.facts.keys() - set(CLASSES)))


def _is_within_types(change: Change, current: Catalog) -> bool:
    """A collation that domains or composite types name: the columns of those must become others first."""
    another = change.ident.kind == "collation" and bool(change.facts.keys() - set(CLASSES))
    return another and bool(_derived(change.ident, current))


def _restricted(changes: Iterable[Change], current: Catalog) -> Iterator[Ident]:
    """Domains that get a condition while arrays or composites of them are stored, which ALTER DOMAIN will not check."""
    for change in changes:
        domain = Ident("domain", change.ident.schema, change.ident.name)
        told = change.ident.kind == "domain_constraint" or "not_null" in change.facts
        if told and change.verb is not Verb.DROP and domain in current.objects and _is_contained(domain, current):
            yield domain


def _is_contained(domain: Ident, current: Catalog) -> bool:
    types = {domain, *_derived(domain, current)}
    plain = {current.objects[i].address for i in types if i.kind == "domain"}
    columns = (current.objects[i] for i in _users(current, types) if i.kind == "column")
    return any(column.facts.get("type") not in plain for column in columns)


def _is_within_another(change: Change, current: Catalog) -> bool:
    """A composite within stored ones of which others are domains or ranges would be read again by position."""
    derived = _derived(change.ident, current)
    kinds = {type_.kind for type_ in derived}
    composed = _reordered(change.before, change.after) and kinds not in (set(), {"domain"}, {"type"})
    columns = (current.objects[who] for who in _users(current, {change.ident, *derived}) if who.kind == "column")
    return composed and any(_is_altered(column) for column in columns)


def _reordered(old: CatalogObject | None, new: CatalogObject | None) -> bool:
    """Whether both are composite types, whose attributes do not come in the same order."""
    before, after = ([item["name"] for item in (o and o.facts.get("attributes")) or ()] for o in (old, new))
    return bool(before and after) and before != after


def _rewritten(old: CatalogObject, new: CatalogObject | None, current: Catalog, target: Catalog) -> Proposal:
    derived = _derived(old.ident, current)
    columns = [current.objects[i] for i in _users(current, {old.ident, *derived}) if i.kind == "column"]
    stored = [c for c in columns if _is_altered(c) and c.parent != old.ident]
    hanging = hanging_on([old.ident, *derived, *(c.ident for c in stored)], {old.ident, *derived}, current)
    computed = [current.objects[i] for i in hanging if i.kind == "column"]
    statements = (
        *(f"{altering(c)} DROP DEFAULT" for c in stored if c.facts.get("default") is not None),
        *(drop(current.objects[ident]) for ident in hanging),
        *_gone_over(old, new, stored, [current.objects[ident] for ident in derived], target),
        *(text for c in computed if new and c.ident in target.objects for text in add(target.objects[c.ident])),
    )
    room = (old.ident, *derived, *hanging, *(c.ident for c in columns))
    return Proposal(statements, about=str(old.ident), makes_room=with_parts(room, current))


def _gone_over(
    old: CatalogObject,
    new: CatalogObject | None,
    stored: Sequence[CatalogObject],
    derived: Sequence[CatalogObject],
    target: Catalog,
) -> Iterator[str]:
    """The columns, from types that can then be dropped."""
    gone = [drop(type_) for type_ in derived]
    direct = [column for column in stored if column.facts["type"] in (old.address, f"{old.address}[]")]
    others = [column for column in stored if column not in direct]
    if new and new.ident.kind == "enum":
        yield from (*(as_text(c) for c in others), *gone, *labels_exchanged(old, new, direct))
    elif new and stored and _reordered(old, new) and all(type_.ident.kind == "type" for type_ in derived):
        around = ((type_, target.objects.get(type_.ident, type_)) for type_ in reversed(derived))
        yield from attributes_exchanged([(old, new), *around], map(as_named, stored))
    elif new and stored and _reordered(old, new):
        over = (by_cast(column, old) for column in stored)
        yield from (*(by_cast(c, old) for c in others), *gone, *attributes_exchanged([(old, new)], over))
    else:
        yield from (*(as_text(c) for c in stored), *gone, drop(old))


def _derived(on: Ident, current: Catalog) -> list[Ident]:
    """The types over this one, and those over them, in the order in which they can be dropped."""
    found: list[Ident] = []
    for type_ in _users(current, {on}):
        if type_.kind in _DERIVED:
            found += [*_derived(type_, current), type_]
    return list(dict.fromkeys(found))


def _users(current: Catalog, of: Collection[Ident]) -> list[Ident]:
    return sorted({who for what in of for who in current.dependents.get(what, ()) if who in current.objects})


def _is_altered(column: CatalogObject) -> bool:
    """Its own statement changes its type: not what is computed, told by a view, or inherited."""
    facts = column.facts
    return not (facts.get("generated") or facts.get("inherited") or column.notes.get("folded"))


def hanging_on(on: Iterable[Ident], types: Collection[Ident], current: Catalog) -> list[Ident]:
    """What must go, what depends before what it depends on: foreign keys too, for their two ends change in turn."""
    order: list[Ident] = []

    def collect(ident: Ident) -> None:
        for who in _users(current, {ident}):
            thing = current.objects[who]
            if who not in order and not {who, thing.parent} & set(types) and _goes(thing, ident):
                collect(who)
                order.append(who)

    for ident in on:
        collect(ident)
    return list(dict.fromkeys(order))


def _goes(thing: CatalogObject, on: Ident) -> bool:
    if thing.notes.get("folded") or thing.facts.get("attached_to") or thing.facts.get("local") is False:
        return False
    if thing.ident.kind == "column":
        return bool(thing.facts.get("generated"))
    if on.kind == "column":
        return thing.ident.kind in IN_THE_WAY_OF_A_TYPE or not _holds_for_text(thing)
    return thing.ident.kind in MADE_AGAIN


_ONLY_COLUMNS = re.compile(r" USING btree \([^()]*\)(?: INCLUDE \([^()]*\))?$")


def _holds_for_text(thing: CatalogObject) -> bool:
    """Keys and plain indexes come along; what computes with the values or searches them may know no text."""
    if thing.ident.kind == "index":
        return bool(_ONLY_COLUMNS.search(thing.facts["definition"]))
    return thing.ident.kind != "statistics" and thing.facts.get("type") not in ("check", "exclude", "foreign key")


def with_parts(idents: Iterable[Ident], current: Catalog) -> tuple[str, ...]:
    wholes = set(idents)
    parts = {ident for ident, part in current.objects.items() if part.parent in wholes}
    return tuple(str(ident) for ident in sorted(wholes | parts))

"""Taking out of the way what depends on something that must change, where it holds no data and comes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce

from difftool.diff.detectors import columns
from difftool.diff.detectors.constraints import comes_with_parent
from difftool.diff.drops import drop
from difftool.diff.made_again import MADE_AGAIN
from difftool.diff.proposal import Proposal
from difftool.diff.rendered import Rendered
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb

IN_THE_WAY_OF_A_TYPE = (
    "view", "materialized_view", "rule", "policy", "trigger", "function", "procedure", "publication", "column",
)  # fmt: skip
"""What PostgreSQL does not carry over by itself when a column gets another type."""
_FOREIGN_KEY = "foreign key"


def unblocking(
    stuck: Iterable[Proposal], changes: Iterable[Change], current: Catalog, target: Catalog, rendered: Rendered
) -> tuple[Proposal, ...]:
    """The same proposals, and where they fail again: with all that depends on their subject dropped before them.

    `stuck` failed because something depends on what they are about. What is dropped is made again by a later round;
    only generated columns come back at once, for nothing else may see a table without them.
    Foreign keys go last: only where the two ends of one cannot change in turn; indexes where they know no such type.
    """
    subjects = {str(change.ident): change for change in changes if change.verb is not Verb.CREATE}
    freed = []
    for proposal in stuck:
        change = subjects.get(proposal.about)
        if change:
            kinds = _in_the_way_of(change)
            more = (kinds, (*kinds, _FOREIGN_KEY), (*kinds, _FOREIGN_KEY, "constraint", "index"))
            ways = dict.fromkeys(_freed(proposal, change, current, target, rendered, k) for k in more)
            freed.append(reduce(_else, ways, proposal))
    return tuple(freed)


def _else(proposal: Proposal, last: Proposal) -> Proposal:
    return replace(proposal, otherwise=_else(proposal.otherwise, last) if proposal.otherwise else last)


def _in_the_way_of(change: Change) -> tuple[str, ...]:
    retyped = change.ident.kind == "column" and change.verb is Verb.ALTER
    return IN_THE_WAY_OF_A_TYPE if retyped else (*MADE_AGAIN, "column", _FOREIGN_KEY)


def _freed(
    proposal: Proposal, change: Change, current: Catalog, target: Catalog, rendered: Rendered, kinds: tuple[str, ...]
) -> Proposal:
    order: list[Ident] = []
    for part in (change.ident, *_columns_going(change, current)):
        _collect(part, current, kinds, order, set())
    alone = [current.objects[ident] for ident in order if not _goes_along(current.objects[ident], order)]
    pairs = [(thing, _removal(thing, change.ident)) for thing in alone]
    gone = [(thing, text) for thing, text in pairs if text]
    again = [target.objects[thing.ident] for thing, _ in gone if _computed(thing) and thing.ident in target.objects]
    there = current.objects.keys() - {thing.ident for thing, _ in gone} | {change.ident}
    called = _called(again, there, target, rendered)
    back = (*called, *(text for column in again for text in columns.add(column)))
    statements = (*(text for _, text in gone), *proposal.statements, *back)
    room = tuple(name for thing, _ in gone for name in _names(thing, current))
    otherwise = _freed(proposal.otherwise, change, current, target, rendered, kinds) if proposal.otherwise else None
    return replace(proposal, statements=statements, makes_room=room, otherwise=otherwise)


def _columns_going(change: Change, current: Catalog) -> list[Ident]:
    """Of a table that is dropped, for a rule of a view that stores rows in it depends on these alone."""
    dropped = change.verb is Verb.DROP and change.ident.kind == "table"
    return [i for i, o in current.objects.items() if o.parent == change.ident and i.kind == "column"] if dropped else []


def _called(
    computed: Iterable[CatalogObject], there: Collection[Ident], target: Catalog, rendered: Rendered
) -> Iterable[str]:
    """What makes that which generated columns need at once and which is not there: functions and the like."""
    found: dict[Ident, tuple[str, ...]] = {}

    def collect(who: Ident) -> None:
        for what in sorted(on for on in target.needs.get(who, ()) if on not in there and on not in found):
            if what.kind in MADE_AGAIN and what in rendered:
                collect(what)
                found[what] = rendered[what].statements

    for column in computed:
        collect(column.ident)
    return [text for statements in found.values() for text in statements]


def _collect(on: Ident, current: Catalog, kinds: tuple[str, ...], order: list[Ident], path: set[Ident]) -> None:
    """Depth first, so that what depends comes before what it depends on."""
    if on in path:
        return
    columns = (part.ident for part in current.parts(on)) if on.kind == "foreign_table" else ()
    whole = {on, *columns, *_inheriting(on, current)}
    for who in sorted({who for what in whole for who in current.dependents.get(what, ())}):
        if who in current.objects and _kind(current.objects[who]) in kinds:
            if not _stays(current.objects[who], on):
                _collect(who, current, kinds, order, path | {on})
            elif on.kind == "collation":
                _collect(who, current, IN_THE_WAY_OF_A_TYPE, order, path | {on})
            if who not in order:
                order.append(who)


def _inheriting(column: Ident, current: Catalog) -> set[Ident]:
    """The columns of children, which become what it becomes."""
    if column.kind != "column":
        return set()
    table = column._replace(kind="table", part="")
    children = {who for who in current.dependents.get(table, ()) if who.kind == "table"}
    heirs = (child._replace(kind="column", part=column.part) for child in children)
    direct = {heir for heir in heirs if heir in current.objects and current.objects[heir].facts.get("inherited")}
    return direct.union(*(_inheriting(heir, current) for heir in direct))


def _kind(thing: CatalogObject) -> str:
    """A foreign key is a kind of its own, unless it comes and goes with that of a parent."""
    key = thing.facts.get("type") == "foreign key" and thing.facts.get("local", True)
    return _FOREIGN_KEY if key else thing.ident.kind


def _removal(thing: CatalogObject, changed: Ident) -> str:
    """How it gets out of the way.

    Of what stays only its default does, where what that names must go, or a column's collation.
    """
    if thing.notes.get("folded") or comes_with_parent(thing) or thing.facts.get("local") is False:
        return ""
    if not _stays(thing, changed):
        return drop(thing)
    if changed.kind == "collation":
        return f'{columns.altering(thing)} TYPE {thing.facts["type"]} COLLATE pg_catalog."default"'
    if changed.kind not in _NAMED_BY_DEFAULTS or thing.facts.get("default") is None:
        return ""
    return f"{columns.altering(thing) if thing.parent else f'ALTER DOMAIN {thing.address}'} DROP DEFAULT"


def _stays(thing: CatalogObject, on: Ident) -> bool:
    """A column that holds data; and a domain, for which all that depends on a function is its default."""
    if thing.ident.kind == "domain":
        return on.kind in ("function", "aggregate")
    return thing.ident.kind == "column" and not _computed(thing)


_NAMED_BY_DEFAULTS = ("function", "aggregate", "table", "view", "materialized_view", "foreign_table")


def _goes_along(thing: CatalogObject, going: list[Ident]) -> bool:
    return thing.ident.kind == "column" and thing.parent in going


def _computed(column: CatalogObject) -> bool:
    return column.ident.kind == "column" and bool(column.facts.get("generated"))


def _names(thing: CatalogObject, current: Catalog) -> list[str]:
    """Of the object and of its parts, whose comments and grants have to come back as well."""
    parts = [str(ident) for ident, part in current.objects.items() if part.parent == thing.ident]
    return [str(thing.ident), *parts]

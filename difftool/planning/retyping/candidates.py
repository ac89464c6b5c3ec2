"""Which columns can get another type online, and why others cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from difftool.diff.detectors.columns import altering
from difftool.diff.drops import drop
from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Ident
from difftool.planning.draft import Piece, Relation
from difftool.planning.foreign_keys import table
from difftool.planning.forms import form_of
from difftool.planning.rewrites import Online
from difftool.sql.quote import ahead, aside, identifier, qualified

CARRIED = ("primary key", "unique", "check", "foreign key")
"""types of constraints that are made again for the new column before it takes the place of the old one"""
_WITH_TYPE = {"type", "default", "sequence", "storage"}
"""facts of a column that may change together with its type"""


@dataclass(frozen=True, slots=True)
class Retyped:
    """A column that `statement` gives another type, each value by `value`, an SQL expression.

    `hanging` are the target's objects that are to be carried over to the new column; `span` is the statement's; `key`
    is the table's. `reason` says why it is to be done in place nevertheless.
    """

    was: CatalogObject
    becomes: CatalogObject
    statement: str
    value: str
    span: int
    hanging: tuple[CatalogObject, ...]
    key: tuple[str, ...]
    reason: str = ""

    @property
    def relation(self) -> Relation:
        return self.was.ident.schema, self.was.ident.name

    @property
    def table(self) -> str:
        return qualified(*self.relation)

    @property
    def name(self) -> str:
        return identifier(self.was.ident.part)

    @property
    def new(self) -> str:
        return identifier(ahead(self.was.ident.part))

    @property
    def old(self) -> str:
        return identifier(aside(self.was.ident.part))

    @property
    def type(self) -> str:
        return str(self.becomes.facts["type"])


@dataclass(frozen=True, slots=True)
class Sides:
    """What is managed, as one server renders it; `dependents` says what depends on what in live, without bounds."""

    live: Catalog
    target: Catalog
    dependents: Mapping[Ident, Sequence[Ident]]


def candidates(pieces: Sequence[Piece], sides: Sides, online: Online) -> list[Retyped]:
    """The changes of type on tables that are worth it, also those that cannot be."""
    found = []
    for piece in pieces:
        form = form_of(piece.statement) if " TYPE " in piece.statement else None
        if form is None or form.actions != ("AT_AlterColumnType",) or not online.is_large(form.relation):
            continue
        ident = Ident("column", *form.relation, form.member)
        was, becomes = sides.live.objects.get(ident), sides.target.objects.get(ident)
        if was and becomes:
            value = _value(piece.statement, becomes)
            beside = [other.statement for other in pieces if piece.span and other.span == piece.span]
            reason = _reason(was, becomes, value, beside, sides, online)
            key = table(sides.live, *form.relation).key
            hanging = _hanging(ident, sides)
            found.append(Retyped(was, becomes, piece.statement, value, piece.span, hanging, key, reason))
    return found


def _value(statement: str, becomes: CatalogObject) -> str:
    """What follows USING; empty where the statement says more, or something else."""
    collation = f" COLLATE {becomes.facts['collation']}" if becomes.facts.get("collation") else ""
    head = f"{altering(becomes)} TYPE {becomes.facts['type']}{collation} USING "
    return statement.removeprefix(head) if statement.startswith(head) else ""


def _reason(
    was: CatalogObject, becomes: CatalogObject, value: str, span: Sequence[str], sides: Sides, online: Online
) -> str:
    reasons = (
        online.unfit.get((was.ident.schema, was.ident.name), ""),
        "" if value and not was.facts.get("generated") else "it says more than how a value is converted",
        _of_column(was, becomes),
        *(_of_dependent(who, was, span, sides) for who in _dependents(was.ident, sides)),
    )
    return next(filter(None, reasons), "")


def _of_column(was: CatalogObject, becomes: CatalogObject) -> str:
    names = (was.facts.keys() | becomes.facts.keys()) - set(CLASSES) - _WITH_TYPE
    other = sorted(name for name in names if was.facts.get(name) != becomes.facts.get(name))
    return f"its {other[0].replace('_', ' ')} changes, too" if other else ""


def _dependents(column: Ident, sides: Sides) -> list[Ident]:
    """Without its sequence, which is told with the column."""
    return sorted(who for who in sides.dependents.get(column, ()) if who.kind != "sequence")


def _of_dependent(who: Ident, column: CatalogObject, span: Sequence[str], sides: Sides) -> str:
    here, there = sides.live.objects.get(who), sides.target.objects.get(who)
    if here is None:
        return f"{who}, which belongs to others, depends on it"
    if drop(here) in span:
        # a foreign key that comes back would look at all rows under the lock
        return f"{who} has to be made again" if here.ident.kind in ("constraint", "index", "column") else ""
    if here.facts.get("type") == "not null":
        return "" if _names_as_usual(who, column) else f"{who} has a name of its own"
    if there is None or _unlike(here, there):
        return f"{who} changes, too"
    return "" if is_carried(there) else f"{who} cannot be made beside what is there"


def _names_as_usual(who: Ident, column: CatalogObject) -> bool:
    return who.part == f"{column.ident.name}_{column.ident.part}_not_null"


def _unlike(here: CatalogObject, there: CatalogObject) -> bool:
    names = (here.facts.keys() | there.facts.keys()) - set(CLASSES)
    return any(here.facts.get(name) != there.facts.get(name) for name in names)


def is_carried(thing: CatalogObject) -> bool:
    """Whether another one can be made beside it without a long lock, to take its place."""
    facts = thing.facts
    if any(facts.get(name) for name in ("tablespace", "statistics", "attached_to")):
        return False
    if thing.ident.kind != "constraint":
        return thing.ident.kind == "statistics" or bool(facts.get("valid"))
    sound = facts.get("validated") and facts.get("enforced", True) and facts.get("local", True)
    new = any(word in facts["definition"] for word in ("WITHOUT OVERLAPS", "PERIOD"))  # beyond the parser's grammar
    return bool(sound) and facts.get("type") in CARRIED and not new


def _hanging(column: Ident, sides: Sides) -> tuple[CatalogObject, ...]:
    found = (sides.target.objects.get(who) for who in _dependents(column, sides))
    kinds = ("index", "constraint", "statistics")
    return tuple(o for o in found if o and o.ident.kind in kinds and o.facts.get("type") != "not null")

"""Values that a domain does not admit: a new rule of the domain, a column that gets it, a new column of it."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, becomes, short, stored_columns
from difftool.sql.quote import identifier


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    if change.after is None:
        return
    if change.ident.kind == "column":
        yield from _column(change, change.after, sides)
    elif change.ident.kind == "domain" and change.before and becomes(change, "not_null"):
        if change.after.facts["not_null"]:
            yield from _everywhere(change.ident, change.after, "value is null", sides)
    elif change.ident.kind == "domain_constraint" and _is_asked(change.after):
        domain = sides.live.objects.get(Ident("domain", change.ident.schema, change.ident.name))
        if domain and (not change.before or change.facts.keys() & {"validated", "definition"}):
            yield from _everywhere(change.ident, domain, _not(change.after), sides)


def _everywhere(about: Ident, domain: CatalogObject, condition: str, sides: Sides) -> Iterator[Question]:
    for table, column in stored_columns(sides.live, domain.address):
        array = column.facts["type"].endswith("[]")
        yield _question(about, table, column.ident.part, (condition, domain.address), sides, array=array)


def _column(change: Change, column: CatalogObject, sides: Sides) -> Iterator[Question]:
    """The other rules of the column (its type, its own NOT NULL) have their own questions."""
    table = sides.holder(column.ident.schema, column.ident.name)
    domain = sides.typed("domain", column.facts.get("type", ""))
    name = column.ident.part
    if table is None or domain is None or not becomes(change, "type") or not sides.knows(table, (name,)):
        return
    conditions = [_not(check) for check in _checks(domain, sides)]
    conditions += ["value is null"] if domain.facts["not_null"] else []
    for condition in conditions:
        yield _question(column.ident, table, name, (condition, domain.address), sides)


def _checks(domain: CatalogObject, sides: Sides) -> list[CatalogObject]:
    return [
        o
        for o in sorted(sides.target.parts(domain.ident), key=lambda part: part.ident)
        if o.ident.kind == "domain_constraint" and _is_asked(o)
    ]


def _is_asked(constraint: CatalogObject) -> bool:
    """NOT NULL, a constraint from PostgreSQL 18 on, is asked of the domain itself."""
    return bool(constraint.facts["validated"]) and str(constraint.facts["definition"]).startswith("CHECK ")


def _not(constraint: CatalogObject) -> str:
    return f"not {str(constraint.facts['definition']).removeprefix('CHECK ')}"


def _question(
    about: Ident, table: Ident, name: str, refused: tuple[str, str], sides: Sides, *, array: bool = False
) -> Question:
    """A domain's check speaks of VALUE, which to a query is the name of a column: so it is given that name.

    Of an array each element is a value; none, where there is no array.
    """
    condition, domain = refused
    held = f"t.{identifier(name)}"
    value = f"select {f'unnest({held})' if array else held} as value"
    where = Where(table, f"exists (select from ({value}) as v where {condition})", (name,))
    says = f"hold in {name} what domain {domain.removeprefix('public.')} does not admit"
    return rows_where(sides, about, where, says, f"{short(table)}.{name} as {domain.removeprefix('public.')}")

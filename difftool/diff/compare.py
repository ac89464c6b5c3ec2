"""Two catalogs side by side: what differs."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.unlike import unlike
from difftool.model.catalog import EVERYTHING, Catalog, CatalogObject, Comparing, Ident
from difftool.model.change import Change, Verb


def compare(before: Catalog, after: Catalog, comparing: Comparing = EVERYTHING) -> tuple[Change, ...]:
    """Every difference between the managed objects, by ident; both of one major version."""
    idents = unlike(before.objects, after.objects, comparing)
    pairs = ((i, before.objects.get(i), after.objects.get(i)) for i in idents)
    differing = sorted(pair[0] for pair in pairs if not _alike(*pair[1:]))
    changes = (_change(i, before.objects.get(i), after.objects.get(i), comparing) for i in differing)
    return tuple(change for change in changes if change)


def _alike(before: CatalogObject | None, after: CatalogObject | None) -> bool:
    """The quick answer for most objects."""
    if before is None or after is None or before.parent != after.parent:
        return False
    return before.facts is after.facts or before.facts == after.facts


def _change(
    ident: Ident, before: CatalogObject | None, after: CatalogObject | None, comparing: Comparing
) -> Change | None:
    if before and after and not _moved(before, after):
        facts = {
            fact: (before.facts.get(fact), after.facts.get(fact))
            for fact in sorted(before.facts.keys() | after.facts.keys())
            if before.facts.get(fact) != after.facts.get(fact) and comparing.includes(ident, fact)
        }
        return Change(Verb.ALTER, ident, before, after, facts) if facts else None
    return Change(Verb.CREATE, ident, None, after) if after else Change(Verb.DROP, ident, before, after)


def _moved(before: CatalogObject, after: CatalogObject) -> bool:
    """Of a column whose parent is another kind of object now, nothing is left."""
    return before.ident.kind == "column" and before.parent != after.parent


def roots(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes without those that another one implies, so that people read each difference once.

    Implied are creation and drop of an object when its parent, or what it is attached to on a partitioned
    table, comes or goes too; of parts that their altered parent tells (a view's columns); and of a NOT NULL
    constraint where the column's change says the same.
    """
    known = {change.ident: change for change in changes}
    moved: set[tuple[Verb, str]] = {(c.verb, _either(c).address) for c in known.values() if c.verb is not Verb.ALTER}
    return tuple(c for c in known.values() if c.verb is Verb.ALTER or not _implied(c, known, moved))


def _implied(change: Change, known: dict[Ident, Change], moved: set[tuple[Verb, str]]) -> bool:
    found = _either(change)
    parent = known.get(found.parent) if found.parent else None
    if parent and change.ident.kind != "user_mapping" and (parent.verb is change.verb or found.notes.get("folded")):
        return True
    if found.facts.get("type") == "not null":
        column = known.get(_not_null_column(found))
        return column is not None and (column.verb is change.verb or "not_null" in column.facts)
    return (change.verb, found.facts.get("attached_to")) in moved


def _not_null_column(constraint: CatalogObject) -> Ident:
    """The column that a NOT NULL constraint names; its definition is `NOT NULL column`."""
    quoted = constraint.facts["definition"].removeprefix("NOT NULL ")
    name = quoted[1:-1].replace('""', '"') if quoted.startswith('"') else quoted
    return Ident("column", constraint.ident.schema, constraint.ident.name, name)


def _either(change: Change) -> CatalogObject:
    found = change.after or change.before
    if found is None:
        raise ValueError(f"a change of nothing: {change.ident}")
    return found

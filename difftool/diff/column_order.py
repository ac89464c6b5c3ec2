"""Where columns stand in their tables: no difference in itself, but views can tell columns by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from difftool.diff.unlike import unlike
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change

_READING = ("view", "materialized_view")
_READ = ("table", "foreign_table")


def column_order(before: Catalog, after: Catalog) -> tuple[str, ...]:
    """A sentence for each table whose columns are the same but stand in another order."""
    return tuple(f"columns of {table} stand in another order" for table in _in_another_order(before, after))


def told_by_position(changes: Iterable[Change], current: Catalog, target: Catalog) -> tuple[Ident, ...]:
    """Tables with another order of columns, under views that are not yet what they are to be.

    A view gives names of its own to the columns of a table, or of a function that returns its rows, one after another.
    """
    views = {told for change in changes for told in _views_of(change)}
    read = {on for view in views for on in _below(view, target.needs, set())}
    return tuple(table for table in _in_another_order(current, target) if table.kind == "table" and table in read)


def _views_of(change: Change) -> Iterator[Ident]:
    if change.after:
        yield from (i for i in (change.ident, change.after.parent) if i and i.kind in _READING)


def _below(who: Ident, needs: Mapping[Ident, Sequence[Ident]], seen: set[Ident]) -> set[Ident]:
    for on in needs.get(who, ()):
        if on not in seen:
            seen.add(on)
            _below(on, needs, seen)
    return seen


def _in_another_order(before: Catalog, after: Catalog) -> list[Ident]:
    idents = unlike(before.objects, after.objects)
    old, new = _columns_by_position(before, idents), _columns_by_position(after, idents)
    return [
        table
        for table in sorted(old.keys() & new.keys())
        if old[table] != new[table] and set(old[table]) == set(new[table])
    ]


def _columns_by_position(catalog: Catalog, idents: Iterable[Ident]) -> dict[Ident, list[str]]:
    tables = defaultdict(list)
    for ident in idents:
        found = catalog.objects.get(ident) if ident.kind == "column" else None
        if found and found.parent and found.parent.kind in _READ:
            tables[found.parent].append((found.notes["position"], ident.part))
    return {table: [name for _, name in sorted(columns)] for table, columns in tables.items()}

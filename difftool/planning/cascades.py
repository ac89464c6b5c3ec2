"""How far a deletion goes: along the foreign keys that delete."""

from __future__ import annotations

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.planning.foreign_keys import foreign_key


def deletes(definition: object) -> bool:
    """Whether a foreign key deletes the rows that refer to a deleted one."""
    return "ON DELETE CASCADE" in str(definition)


def is_own_key(constraint: CatalogObject) -> bool:
    """Whether it is a foreign key, and none that a partition has from its parent."""
    return constraint.facts.get("type") == "foreign key" and "attached_to" not in constraint.facts


def cascades(target: Catalog) -> dict[tuple[str, str], list[Ident]]:
    """Foreign keys that delete, by the table (schema, name) whose deletions they follow."""
    found: dict[tuple[str, str], list[Ident]] = {}
    for thing in sorted(target.objects.values(), key=lambda thing: thing.ident):
        if is_own_key(thing) and deletes(thing.facts["definition"]):
            key = foreign_key(thing, target)
            found.setdefault((key.parent_schema, key.parent_name), []).append(thing.ident)
    return found


def reach(target: Catalog, schema: str, name: str) -> list[str]:
    """The table itself, then every table that its deletions reach, in order of distance."""
    following, reached, waiting = cascades(target), [name], [(schema, name)]
    while waiting:
        for ident in following.get(waiting.pop(0), ()):
            if ident.name not in reached:
                reached.append(ident.name)
                waiting.append((ident.schema, ident.name))
    return reached

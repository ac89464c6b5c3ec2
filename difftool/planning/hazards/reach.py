"""How far a deletion will go."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import CatalogObject
from difftool.model.hazard import Example, HazardKind
from difftool.model.plan import Phase
from difftool.planning.cascades import deletes, reach
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.hazards.rule import Danger, Rule, Seen


def _cascades(seen: Seen) -> Iterator[Danger]:
    """Told where the key is added: its validation changes nothing about what it deletes."""
    told: set[str] = set()
    for step in seen.steps:
        for name in sorted(set(step.touches) - told if step.phase is not Phase.VALIDATE else ()):
            ident = seen.target.told.get(name)
            if ident is None or ident.kind != "constraint" or not _deletes(seen.target.objects[ident]):
                continue
            told.add(name)
            parent = foreign_key(seen.target.objects[ident], seen.target).parent_name
            reached = ", ".join(reach(seen.target, ident.schema, ident.name))
            yield Danger(step.id, name, f"deleting a row of {parent} deletes rows of {reached}")


def _deletes(constraint: CatalogObject) -> bool:
    return deletes(str(constraint.facts.get("definition", "")))


_BEFORE = "create table riders (id integer primary key); create table trips (id integer primary key, rider integer);"
_AFTER = """create table riders (id integer primary key);
create table trips (id integer primary key, rider integer references riders on delete {action});"""

CASCADE_REACH = Rule(
    HazardKind(
        "CASCADE-REACH",
        "deletions reach further",
        "allow",
        condition="adds a foreign key that deletes",
        effect="Deleting one row takes along rows of every table that is named, for ever after.",
        remedy="ON DELETE SET NULL, or RESTRICT",
        bad=Example(_BEFORE, _AFTER.format(action="cascade")),
        good=Example(_BEFORE, _AFTER.format(action="set null")),
    ),
    _cascades,
)

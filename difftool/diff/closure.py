"""What must come along where only what differs is looked at: all that hangs on it, and all that either needs.

What differs is taken whole, with every part of its table, and so is whatever hangs on that and would have to be made
again or altered with it. A foreign key of another table comes alone. What those need comes as a bare body: a table
with its columns, checks and defaults, but not its indexes, keys, triggers or policies.
"""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from difftool.diff.scope import not_compared, root
from difftool.model.catalog import Catalog, CatalogObject, Ident

TABLES = ("table", "foreign_table")
ROUTINES = ("function", "procedure", "aggregate")
_WORDS = (re.compile(r'"((?:[^"]|"")+)"'), re.compile(r"[\w$]+"), re.compile(r"\w+"))
"""quoted; with a dollar in it; without, as beside the quotes of a body"""


def closure(before: Catalog, after: Catalog, differing: Iterable[Ident]) -> frozenset[Ident]:
    """The idents of either catalog without which `differing` could not be changed just as in the whole database."""
    world = _World(before, after)
    whole = _upwards(world, differing)
    found: set[Ident] = set()
    waiting = [*_parts_of(world, whole), *_referring(world, whole), *world.acting]
    while waiting:
        ident = waiting.pop()
        if ident in found or ident not in world.objects:
            continue
        found.add(ident)
        waiting += _needed(world, ident)
    return frozenset(found)


def only(catalog: Catalog, idents: AbstractSet[Ident]) -> Catalog:
    """The catalog without all other objects."""
    objects = {ident: catalog.objects[ident] for ident in sorted(idents) if ident in catalog.objects}
    return replace(
        catalog,
        objects=objects,
        foreign={ident: thing for ident, thing in catalog.foreign.items() if ident in idents},
        needs={who: tuple(on for on in catalog.needs.get(who, ()) if on in idents) for who in idents},
        not_compared=not_compared(objects),
    )


@dataclass(frozen=True)
class _World:
    """Both catalogs as one: where they do not differ, they say the same."""

    before: Catalog
    after: Catalog
    _parts: dict[Ident, tuple[Ident, ...]] = field(default_factory=dict)

    @cached_property
    def objects(self) -> Mapping[Ident, CatalogObject]:
        sides = (self.before.objects, self.before.foreign, self.after.foreign, self.after.objects)
        return ChainMap(*sides)  # type: ignore[arg-type]  # they are only read

    def needs(self, ident: Ident) -> set[Ident]:
        return {*self.before.needs.get(ident, ()), *self.after.needs.get(ident, ())}

    def dependents(self, ident: Ident) -> set[Ident]:
        """Living in a schema is not what is meant by hanging on it."""
        sides = () if ident.kind == "schema" else (self.before, self.after)
        return {who for side in sides for who in side.dependents.get(ident, ())}

    def parts(self, ident: Ident) -> tuple[Ident, ...]:
        """Of a root, all that follows it."""
        if ident not in self._parts:
            found: dict[Ident, None] = {}
            waiting = [ident]
            while waiting:
                near = [part.ident for part in self.following(waiting.pop()) if part.ident not in found]
                waiting += near
                found.update(dict.fromkeys(near))
            self._parts[ident] = tuple(found)
        return self._parts[ident]

    def following(self, parent: Ident) -> Iterator[CatalogObject]:
        for side in (self.before, self.after):
            yield from side.parts(parent)
            yield from (thing for thing in side.foreign.values() if thing.parent == parent)

    @cached_property
    def named(self) -> Mapping[str, list[Ident]]:
        """What a word in the body of a function may mean."""
        found = defaultdict(list)
        for ident in self._roots():
            found[ident.bare].append(ident)
        return dict(found)

    @property
    def acting(self) -> Iterator[Ident]:
        """What has an effect on everything that is made, and what is in every new database."""
        return (i for i in self._roots() if i.kind == "default_privileges" or (i.kind, i.name) == ("schema", "public"))

    def _roots(self) -> Iterator[Ident]:
        for side in (self.before, self.after):
            yield from side.roots()
            yield from (ident for ident, thing in side.foreign.items() if thing.parent is None)


def _upwards(world: _World, differing: Iterable[Ident]) -> set[Ident]:
    """The roots of what differs, of their relatives among partitions and heirs, and of all that hangs on those."""
    whole: set[Ident] = set()
    waiting = [root(world.objects, ident) for ident in differing]
    while waiting:
        ident = waiting.pop()
        if ident in whole:
            continue
        whole.add(ident)
        waiting += (on for on in world.needs(ident) if _is_table(on) and _is_table(ident))
        for part in (ident, *world.parts(ident)):
            hanging = (who for who in world.dependents(part) if not _refers(world.objects.get(who)))
            waiting += (root(world.objects, who) for who in hanging)
    return whole


def _parts_of(world: _World, whole: Iterable[Ident]) -> Iterator[Ident]:
    return (part for ident in whole for part in (ident, *world.parts(ident)))


def _referring(world: _World, whole: Iterable[Ident]) -> Iterator[Ident]:
    """Foreign keys of other tables."""
    hanging = (who for part in _parts_of(world, whole) for who in world.dependents(part))
    return (who for who in hanging if _refers(world.objects.get(who)))


def _needed(world: _World, ident: Ident) -> Iterator[Ident]:
    thing = world.objects[ident]
    yield from world.needs(ident)
    if thing.parent:
        yield thing.parent
    if ident.kind in ROUTINES:
        yield from _mentioned(world, thing)
    marked = "index " in str(thing.facts.get("replica_identity", "")) or thing.facts.get("cluster_on")
    for part in world.parts(ident):
        if marked or _is_body(world.objects[part]):
            yield part
    for near in world.following(ident):  # the index behind a key
        if "folded" in near.notes and ident in world.needs(near.ident):
            yield near.ident


def _mentioned(world: _World, routine: CatalogObject) -> Iterator[Ident]:
    """PostgreSQL does not look into a body before it runs; here every word is taken for the name that it may be."""
    found = {word.replace('""', '"') for form in _WORDS for word in form.findall(_text(routine))}
    words = found | {word.lower() for word in found}
    return (ident for word in words for ident in world.named.get(word, ()))


def _text(routine: CatalogObject) -> str:
    return str(routine.facts.get("definition", ""))


def _is_body(part: CatalogObject) -> bool:
    """What CREATE TABLE itself makes, and CREATE DOMAIN or TYPE."""
    if part.ident.kind == "constraint":
        return part.facts.get("type") in ("check", "not null")
    return part.ident.kind in ("column", "domain_constraint") or _is_identity(part)


def _is_identity(part: CatalogObject) -> bool:
    return part.ident.kind == "sequence" and "folded" in part.notes


def _is_table(ident: Ident) -> bool:
    return ident.kind in TABLES and not ident.part


def _refers(thing: CatalogObject | None) -> bool:
    return thing is not None and thing.facts.get("type") == "foreign key"

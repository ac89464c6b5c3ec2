"""A large catalog as it lies in a file: each table with all that follows it is decoded when somebody asks for it.

Of ten thousand tables a plan changes a few. What the others say is compared by the marks that were made of it when it
was written down.
"""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from difftool.model.objects import CatalogObject, Facts, Ident
from difftool.model.told import Told

Row = tuple[Any, ...]
"""kind, schema, name, part, address, oid, facts and notes by number, the parent's place in the family or None, and what
it needs: places, or idents from elsewhere"""
Needs = Mapping[Ident, tuple[Ident, ...]]

MARK = 32
"""bytes"""
NOTED = ("table", "foreign_table")
"""kinds of which more is known than was read: how much they hold"""


def numbered(oid: tuple[int, ...]) -> int:
    """Classid and objid as one number."""
    return oid[0] << 32 | oid[1]


class Family(NamedTuple):
    """An object without a parent, and all that follows it, in order; `head` and `rest` hold a Row for each.

    `marks` are of MARK bytes for each of them, over all facts but CLASSES; `shape` says who follows whom, and in which
    order columns stand. Two families of equal marks and shape differ in CLASSES at most.
    """

    kind: str
    schema: str
    name: str
    size: int
    head: bytes
    rest: bytes
    marks: bytes
    shape: bytes
    classes: tuple[str, ...]
    """which of CLASSES the facts speak of"""
    stated: tuple[str, ...]
    """which of them are not at their defaults"""
    kinds: tuple[str, ...]
    """of the rest"""
    names: tuple[tuple[str, str], ...]
    """(schema, name) of the rest, where they are not those of the head"""
    leans: tuple[int, ...]
    """the numbers of other families on which members depend"""
    silent: tuple[str, ...]
    """what of it is not compared"""

    @property
    def root(self) -> Ident:
        return Ident(self.kind, self.schema, self.name)


class Members(NamedTuple):
    objects: Mapping[Ident, CatalogObject]
    needs: Needs


@dataclass(frozen=True)
class Kept:
    """All families of one reading, by number; `said` holds facts and notes, each once."""

    families: Sequence[Family]
    said: Sequence[bytes]
    oids: Sequence[int]
    """`numbered` of all objects, sorted"""
    _heads: dict[int, CatalogObject] = field(default_factory=dict)
    _members: dict[int, Members] = field(default_factory=dict)
    _facts: dict[int, Facts] = field(default_factory=dict)

    @cached_property
    def homes(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """The families in which something has this schema and name."""
        found = defaultdict(list)
        for number, family in enumerate(self.families):
            for name in ((family.schema, family.name), *family.names):
                found[name].append(number)
        return found

    @cached_property
    def leaning(self) -> Mapping[int, Sequence[int]]:
        """By family, those in which something depends on one of its members."""
        found = defaultdict(list)
        for number, family in enumerate(self.families):
            for on in family.leans:
                found[on].append(number)
        return found

    @property
    def decoded(self) -> Collection[int]:
        """The families of which more than the head was asked for."""
        return self._members.keys()

    def head(self, number: int) -> CatalogObject:
        if number not in self._heads:
            self._heads[number] = self._object(marshal.loads(self.families[number].head), None)  # noqa: S302  # ours
        return self._heads[number]

    def members(self, number: int) -> Members:
        if number not in self._members:
            self._members[number] = self._decoded(number)
        return self._members[number]

    def knows(self, classid: int, objid: int) -> bool:
        """Whether anything that was read has this oid."""
        wanted = numbered((classid, objid))
        place = bisect_left(self.oids, wanted)
        return place < len(self.oids) and self.oids[place] == wanted

    def _decoded(self, number: int) -> Members:
        family = self.families[number]
        rows = [marshal.loads(family.head), *marshal.loads(family.rest)]  # noqa: S302  # written by ourselves
        idents = [Ident(*row[:4]) for row in rows]
        objects, needs = {idents[0]: self.head(number)}, {}
        for ident, row in zip(idents, rows, strict=True):
            *_, parent, needed = row
            if parent is not None:
                objects[ident] = self._object(row, idents[parent])
            if needed:
                needs[ident] = tuple(idents[on] if isinstance(on, int) else Ident(*on) for on in needed)
        return Members(objects, needs)

    def _object(self, row: Row, parent: Ident | None) -> CatalogObject:
        *ident, address, oid, facts, notes, _, _ = row
        return CatalogObject(Ident(*ident), address, oid, self._say(facts), parent, self._say(notes))

    def _say(self, number: int) -> Facts:
        if number not in self._facts:
            self._facts[number] = marshal.loads(self.said[number])  # noqa: S302  # written by ourselves
        return self._facts[number]


@dataclass(frozen=True, eq=False)
class Families(Mapping[Ident, CatalogObject]):
    """The objects of some of the families, decoded as they are asked for; who goes through all decodes all."""

    kept: Kept
    numbers: frozenset[int]
    noted: Mapping[int, Facts] = field(default_factory=dict)
    """more notes for heads, by the oid of their relation"""
    _heads: dict[int, CatalogObject] = field(default_factory=dict, init=False)

    def __getitem__(self, ident: Ident) -> CatalogObject:
        for number in self.homes(ident.schema, ident.name):
            found = self._found(number, ident)
            if found is not None:
                return found
        raise KeyError(ident)

    def __iter__(self) -> Iterator[Ident]:
        return iter(self.all)

    def __len__(self) -> int:
        return sum(self.kept.families[number].size for number in self.numbers)

    def keys(self) -> KeysView[Ident]:
        return self.all.keys()

    def values(self) -> ValuesView[CatalogObject]:
        return self.all.values()

    def items(self) -> ItemsView[Ident, CatalogObject]:
        return self.all.items()

    @cached_property
    def all(self) -> Mapping[Ident, CatalogObject]:
        """Every object, by ident."""
        things = sorted(chain.from_iterable(map(self.family, self.numbers)), key=lambda thing: thing.ident)
        return {thing.ident: thing for thing in things}

    def homes(self, schema: str, name: str) -> list[int]:
        """The families in which something is called so."""
        return [number for number in self.kept.homes.get((schema, name), ()) if number in self.numbers]

    def family(self, number: int) -> list[CatalogObject]:
        _, *rest = self.kept.members(number).objects.values()
        return [self.head(number), *rest]

    def head(self, number: int) -> CatalogObject:
        if number not in self._heads:
            thing = self.kept.head(number)
            more = self.noted.get(thing.oid[1]) if thing.ident.kind in NOTED else None
            self._heads[number] = thing._replace(notes={**thing.notes, **more}) if more else thing
        return self._heads[number]

    def _found(self, number: int, ident: Ident) -> CatalogObject | None:
        is_head = self.kept.families[number].root == ident
        return self.head(number) if is_head else self.kept.members(number).objects.get(ident)

    def named(self, schema: str, name: str) -> tuple[CatalogObject, ...]:
        found = (thing for number in self.homes(schema, name) for thing in self.family(number))
        mine = [thing for thing in found if (thing.ident.schema, thing.ident.name) == (schema, name)]
        return tuple(sorted(mine, key=lambda thing: thing.ident))

    def of(self, kind: str) -> Iterator[CatalogObject]:
        found = list(self.wholes((kind,)))
        near = (number for number in self.numbers if kind in self.kept.families[number].kinds)
        found += (thing for number in near for thing in self.family(number)[1:] if thing.ident.kind == kind)
        return iter(sorted(found, key=lambda thing: thing.ident))

    def parts(self, ident: Ident) -> tuple[CatalogObject, ...]:
        found = (thing for number in self.homes(ident.schema, ident.name) for thing in self.family(number))
        return tuple(thing for thing in found if thing.parent == ident)

    def roots(self) -> Iterator[Ident]:
        return (self.kept.families[number].root for number in sorted(self.numbers))

    def wholes(self, kinds: Collection[str]) -> Iterator[CatalogObject]:
        return (self.head(number) for number in sorted(self.numbers) if self.kept.families[number].kind in kinds)

    def outward(self) -> Iterator[Ident]:
        theirs = {n for n, family in enumerate(self.kept.families) if family.kind != "schema"} - self.numbers
        leaning = (number for number in self.numbers if not theirs.isdisjoint(self.kept.families[number].leans))
        return (thing.ident for number in leaning for thing in self.family(number))

    def stating(self, name: str) -> frozenset[Ident]:
        families = (number for number in self.numbers if name in self.kept.families[number].stated)
        things = chain.from_iterable(map(self.family, families))
        return frozenset(thing.ident for thing in things if name in thing.notes.get("stated", ()))

    @cached_property
    def told(self) -> Mapping[str, Ident]:
        return Told(self, self.named)

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """As `not_compared` says it of objects."""
        return tuple(sorted(chain.from_iterable(self.kept.families[number].silent for number in self.numbers)))

"""What one database contained at one moment, as values that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from difftool.model.dependents import dependents
from difftool.model.families import Families
from difftool.model.index import Index, Plain
from difftool.model.objects import CLASSES, ROUTINES, CatalogObject, Facts, Ident

__all__ = ["CLASSES", "EVERYTHING", "ROUTINES", "Catalog", "CatalogObject", "Comparing", "Facts", "Ident"]


@dataclass(frozen=True)
class Catalog:
    """A consistent reading of a database, whole or narrowed to a scope.

    `objects` are managed. `foreign` are objects outside the scope that depend on one inside: never changed, but
    part of what must not have moved between plan and apply. `needs` says on what an object depends, among all objects
    read, in no order. `not_compared` names what was in scope and could not be read or is of a kind that is not covered.

    Of a large database that was read before, `objects` are Families: what goes through all of them decodes them all.
    """

    version: int
    """server_version_num, as 150018"""
    objects: Mapping[Ident, CatalogObject]
    foreign: Mapping[Ident, CatalogObject] = field(default_factory=lambda: MappingProxyType({}))
    needs: Mapping[Ident, tuple[Ident, ...]] = field(default_factory=lambda: MappingProxyType({}))
    not_compared: tuple[str, ...] = ()

    @property
    def major(self) -> int:
        return self.version // 10000

    def named(self, schema: str, name: str) -> tuple[CatalogObject, ...]:
        """The managed objects of this schema and name: a table with its columns, constraints, triggers and the like."""
        return self._index.named(schema, name)

    def of(self, *kinds: str) -> Iterator[CatalogObject]:
        """The managed objects of these kinds, one kind after the other."""
        return chain.from_iterable(map(self._index.of, kinds))

    def parts(self, ident: Ident) -> tuple[CatalogObject, ...]:
        """The managed objects whose parent this is."""
        return self._index.parts(ident)

    def roots(self) -> Iterator[Ident]:
        """The managed objects that have no parent."""
        return self._index.roots()

    def wholes(self, *kinds: str) -> Iterator[CatalogObject]:
        """Those of them that are of these kinds."""
        return self._index.wholes(kinds)

    def outward(self) -> Iterator[Ident]:
        """The managed objects that may depend on something that is not managed, save for a schema."""
        return self._index.outward()

    def stating(self, name: str) -> frozenset[Ident]:
        """The managed objects for which this one of CLASSES is not at its default."""
        return self._index.stating(name)

    @property
    def told(self) -> Mapping[str, Ident]:
        """The managed objects by the words that name them: `column public.t.c`."""
        return self._index.told

    @property
    def depends(self) -> Iterator[tuple[Ident, Ident]]:
        """All pairs of a dependent and what it depends on."""
        return ((who, what) for who, needed in self.needs.items() for what in needed)

    @cached_property
    def dependents(self) -> Mapping[Ident, Sequence[Ident]]:
        """What depends on an object, in no order."""
        return dependents(self.needs)

    @cached_property
    def decoded(self) -> Catalog:
        """The same, all of it at hand: for work that goes through all objects again and again."""
        if not isinstance(self.objects, Families):
            return self
        return replace(self, objects=dict(self.objects), needs=dict(self.needs))

    @cached_property
    def _index(self) -> Index:
        return self.objects if isinstance(self.objects, Families) else Plain(self.objects)


@dataclass(frozen=True, slots=True)
class Comparing:
    """Which of CLASSES are compared, and for which objects; all other facts always are.

    A class maps to the objects that state it, or to None for all objects. A class that is absent is not compared.
    """

    stated: Mapping[str, frozenset[Ident] | None]

    def includes(self, ident: Ident, fact: str) -> bool:
        if fact not in CLASSES:
            return True
        if fact not in self.stated:
            return False
        idents = self.stated[fact]
        return idents is None or ident in idents


EVERYTHING = Comparing(dict.fromkeys(CLASSES))

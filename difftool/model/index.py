"""Looking objects up by something other than their ident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from difftool.model.objects import CatalogObject, Ident


class Index(Protocol):
    """What a catalog can be asked: see there."""

    def named(self, schema: str, name: str) -> tuple[CatalogObject, ...]: ...
    def of(self, kind: str) -> Iterator[CatalogObject]: ...
    def parts(self, ident: Ident) -> tuple[CatalogObject, ...]: ...
    def roots(self) -> Iterator[Ident]: ...
    def wholes(self, kinds: Collection[str]) -> Iterator[CatalogObject]: ...
    def outward(self) -> Iterator[Ident]: ...
    def stating(self, name: str) -> frozenset[Ident]: ...
    @property
    def told(self) -> Mapping[str, Ident]: ...


@dataclass(frozen=True)
class Plain:
    """Objects that are all there."""

    objects: Mapping[Ident, CatalogObject]

    def named(self, schema: str, name: str) -> tuple[CatalogObject, ...]:
        return tuple(self._by_name.get((schema, name), ()))

    def of(self, kind: str) -> Iterator[CatalogObject]:
        return iter(self._by_kind.get(kind, ()))

    def parts(self, ident: Ident) -> tuple[CatalogObject, ...]:
        return tuple(self._by_parent.get(ident, ()))

    def roots(self) -> Iterator[Ident]:
        return (thing.ident for thing in self._by_parent.get(None, ()))

    def wholes(self, kinds: Collection[str]) -> Iterator[CatalogObject]:
        return (thing for thing in self._by_parent.get(None, ()) if thing.ident.kind in kinds)

    def outward(self) -> Iterator[Ident]:
        return iter(self.objects)

    def stating(self, name: str) -> frozenset[Ident]:
        return frozenset(i for i, found in self.objects.items() if name in found.notes.get("stated", ()))

    @cached_property
    def told(self) -> Mapping[str, Ident]:
        return {str(ident): ident for ident in self.objects}

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[CatalogObject]]:
        found = defaultdict(list)
        for thing in self.objects.values():
            found[thing.ident.kind].append(thing)
        return found

    @cached_property
    def _by_parent(self) -> Mapping[Ident | None, Sequence[CatalogObject]]:
        found = defaultdict(list)
        for thing in self.objects.values():
            found[thing.parent].append(thing)
        return found

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], Sequence[CatalogObject]]:
        found = defaultdict(list)
        for ident, thing in self.objects.items():
            found[ident.schema, ident.name].append(thing)
        return found

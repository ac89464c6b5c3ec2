"""What one database contained at one moment, as values that can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

Facts = Mapping[str, Any]

CLASSES = ("owner", "privileges", "comment")
"""Facts that a snapshot may leave unstated: they are compared only where it states them."""

ROUTINES = ("function", "procedure", "aggregate")


class Ident(NamedTuple):
    """Names one object. `schema` is empty for kinds without one.

    `name` is unquoted; routines carry their identity arguments, as in `f(integer)`. `part` names what lives inside
    a relation, type or the like: a column, constraint, trigger, policy or rule.
    """

    kind: str
    schema: str
    name: str
    part: str = ""

    @property
    def bare(self) -> str:
        """A routine's name without its arguments: these begin with the last parenthesis that stands in no quotes."""
        quoted = False
        for place in range(len(self.name) - 1, -1, -1) if self.kind in ROUTINES else ():
            if self.name[place] == '"':
                quoted = not quoted
            elif self.name[place] == "(" and not quoted:
                return self.name[:place]
        return self.name

    def __str__(self) -> str:
        where = f"{self.schema}.{self.name}" if self.schema else self.name
        return f"{self.kind.replace('_', ' ')} {where}" + (f".{self.part}" if self.part else "")


class CatalogObject(NamedTuple):
    """One object: what it is (`facts`, compared) and what was merely noticed (`notes`, never compared).

    `address` is the quoted, qualified name that COMMENT ON and ALTER take after the kind, as
    pg_identify_object renders it: `public.t`, `public.t.c`, `ck on public.t`, `public.f(integer)`.
    `parent` is the object that this one follows in scope and in drops: a column's or an index's table.
    `oid` is (classid, objid, objsubid), meaningful only in the database it was read from.

    Facts hold JSON values only. The class facts `owner`, `privileges` (sorted list of "grantee=PRIV,PRIV*"; `*` is
    the grant option; the owner as grantee is written "owner") and `comment` are present where PostgreSQL has them.
    Notes: `position` (columns), `stated` (which of CLASSES are not at their default here), `definition`
    (PostgreSQL's own CREATE statement, where it renders one), `words` (conditions that the facts tell in simpler ones),
    `rows` and `bytes` (tables of live, estimates).
    """

    ident: Ident
    address: str
    oid: tuple[int, int, int]
    facts: Facts
    parent: Ident | None = None
    notes: Facts = MappingProxyType({})

    def in_words(self, fact: str) -> str:
        """A condition as PostgreSQL shows it; the fact is for comparing, and may be put more simply."""
        return str(self.notes.get("words", {}).get(fact, self.facts[fact]))


@dataclass(frozen=True)
class Catalog:
    """A consistent reading of a database, whole or narrowed to a scope.

    `objects` are managed. `foreign` are objects outside the scope that depend on one inside: never changed, but
    part of what must not have moved between plan and apply. `needs` says on what an object depends, among all objects
    read, in no order. `not_compared` names what was in scope and could not be read or is of a kind that is not covered.
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
        return tuple(self._by_name.get((schema, name), ()))

    def of(self, *kinds: str) -> Iterator[CatalogObject]:
        """The managed objects of these kinds, one kind after the other."""
        return chain.from_iterable(self._by_kind.get(kind, ()) for kind in kinds)

    def parts(self, ident: Ident) -> tuple[CatalogObject, ...]:
        """The managed objects whose parent this is."""
        return tuple(self._by_parent.get(ident, ()))

    @cached_property
    def _by_kind(self) -> Mapping[str, list[CatalogObject]]:
        found = defaultdict(list)
        for thing in self.objects.values():
            found[thing.ident.kind].append(thing)
        return found

    @cached_property
    def _by_parent(self) -> Mapping[Ident, list[CatalogObject]]:
        found = defaultdict(list)
        for thing in self.objects.values():
            if thing.parent:
                found[thing.parent].append(thing)
        return found

    @cached_property
    def told(self) -> Mapping[str, Ident]:
        """The managed objects by the words that name them: `column public.t.c`."""
        return {str(ident): ident for ident in self.objects}

    @property
    def depends(self) -> Iterator[tuple[Ident, Ident]]:
        """All pairs of a dependent and what it depends on."""
        return ((who, what) for who, needed in self.needs.items() for what in needed)

    @cached_property
    def dependents(self) -> Mapping[Ident, Sequence[Ident]]:
        """What depends on an object, in no order."""
        found = defaultdict(list)
        for who, what in self.depends:
            found[what].append(who)
        return dict(found)

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[CatalogObject]]:
        found = defaultdict(list)
        for ident, thing in self.objects.items():
            found[ident.schema, ident.name].append(thing)
        return found


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

"""Narrows a catalog to what a profile manages: all else is invisible, unless it hangs on that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache

from difftool.model.catalog import ROUTINES, Catalog, CatalogObject, Ident
from difftool.model.dependents import KeptNeeds
from difftool.model.families import Families
from difftool.model.profile import Pattern, Scope

Objects = Mapping[Ident, CatalogObject]
Needs = Mapping[Ident, tuple[Ident, ...]]


def within(catalog: Catalog, scope: Scope) -> Catalog:
    """The catalog with `objects` narrowed to the scope, and in `foreign` what depends on it from outside."""
    if not scope.manages:
        return catalog
    if isinstance(catalog.objects, Families) and not catalog.foreign:
        return _families_within(catalog, catalog.objects, scope)
    everything = {**catalog.objects, **catalog.foreign}
    covered = cache(lambda ident: covers(scope, root(everything, ident)))
    managed = {i: o for i, o in everything.items() if covered(o.parent or i)}
    others = everything.keys() - managed.keys()
    foreign = {i: everything[i] for i in sorted(_hanging(catalog.needs, managed.keys(), others))}
    dropped = others - foreign.keys()
    return replace(
        catalog,
        objects=managed,
        foreign=foreign,
        needs=_without(catalog.needs, dropped) if dropped else catalog.needs,
        not_compared=not_compared(managed),
    )


def _families_within(catalog: Catalog, objects: Families, scope: Scope) -> Catalog:
    """The same, of families as a whole: only those that may hang on what is managed are decoded."""
    mine = frozenset(n for n in objects.numbers if covers(scope, objects.kept.families[n].root))
    managed, others = replace(objects, numbers=mine), replace(objects, numbers=objects.numbers - mine)
    near = replace(objects, numbers=others.numbers & _leaning(objects, mine))
    hanging = _hanging(catalog.needs, managed, near.keys())
    foreign = {ident: near[ident] for ident in sorted(hanging)}
    return replace(
        catalog,
        objects=managed,
        foreign=foreign,
        needs=KeptNeeds(objects.kept, lambda i: i in managed or i in foreign) if others.numbers else catalog.needs,
        not_compared=managed.silent,
    )


def _leaning(objects: Families, numbers: AbstractSet[int]) -> set[int]:
    """The families of which something may depend on one of these, however far."""
    found: set[int] = set()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        if objects.kept.families[number].kind != "schema":
            fresh = [n for n in objects.kept.leaning.get(number, ()) if n not in found]
            found.update(fresh)
            waiting += fresh
    return found


def _without(needs: Needs, dropped: AbstractSet[Ident]) -> Needs:
    return {
        who: needed if dropped.isdisjoint(needed) else tuple(on for on in needed if on not in dropped)
        for who, needed in needs.items()
        if who not in dropped
    }


def covers(scope: Scope, ident: Ident, parent: Ident | None = None) -> bool:
    """Whether the scope manages an object. What has a parent follows it: give the outermost one."""
    subject = _whole(parent or ident)
    verdict = not scope.manages
    for pattern in scope.manages:
        if _matches(pattern, subject):
            verdict = not pattern.exclude
    return verdict


def may_recreate(scope: Scope, ident: Ident) -> bool:
    """Whether the profile lists it under `recreate`; `*` there means everything."""
    return bool(scope.recreate & {"*", f"{ident.schema}.{ident.name}"})


def may_rewrite(scope: Scope) -> bool:
    """Whether tables may be made again and their rows moved: there is no way back from that, so no plan does it."""
    return "*" in scope.recreate


def unmatched(catalog: Catalog, scope: Scope) -> tuple[Pattern, ...]:
    """The patterns, excluding ones too, that name nothing of this catalog: a typing error, most likely."""
    wholes = list(catalog.roots())
    return tuple(p for p in scope.manages if not any(_matches(p, ident) for ident in wholes))


def root(objects: Objects, ident: Ident) -> Ident:
    """What this object follows in the end: the table for a column's sequence; itself without a parent."""
    found = objects.get(ident)
    while found and found.parent:
        ident, found = found.parent, objects.get(found.parent)
    return ident


def not_compared(objects: Objects) -> tuple[str, ...]:
    """A sentence for each thing about these objects that the reading could not tell."""
    return tuple(sorted(f"{ident}: {what}" for ident, o in objects.items() for what in o.notes.get("not_compared", ())))


def _whole(ident: Ident) -> Ident:
    """A part's owner, where only its own name is known: a relation, unless the kind says otherwise."""
    if not ident.part:
        return ident
    kind = "domain" if ident.kind == "domain_constraint" else "table"
    return Ident(kind, ident.schema, ident.name)


def _matches(pattern: Pattern, ident: Ident) -> bool:
    if pattern.kind != ident.kind and (pattern.kind or not ident.schema):
        return False
    if ident.schema and not _fits(pattern.schema, ident.schema, literal=pattern.quoted[0]):
        return False
    return any(_fits(pattern.name, name, literal=pattern.quoted[1]) for name in _names(ident))


def _names(ident: Ident) -> tuple[str, ...]:
    """A routine goes by its name alone as well as with its arguments."""
    return (ident.name, ident.bare) if ident.kind in ROUTINES else (ident.name,)


def _fits(wanted: str, name: str, *, literal: bool) -> bool:
    return wanted == name if literal else bool(_regex(wanted).fullmatch(name))


@cache
def _regex(wanted: str) -> re.Pattern[str]:
    text = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(text, re.DOTALL)


def _hanging(needs: Needs, managed: Container[Ident], others: AbstractSet[Ident]) -> set[Ident]:
    """The others that depend on something managed, however far; living in a schema is not what is meant by that."""
    by_target = defaultdict(list)
    for dependent in others:
        for on in needs.get(dependent, ()):
            if on.kind != "schema":
                by_target[on].append(dependent)
    found: set[Ident] = set()
    waiting = [ident for ident in by_target if ident in managed]
    while waiting:
        fresh = [ident for ident in by_target.get(waiting.pop(), ()) if ident not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found

"""Which of two large catalogs' objects have to be looked at, where the marks of most say that they are the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from difftool.model.catalog import CatalogObject, Comparing, Ident
from difftool.model.families import Families

Objects = Mapping[Ident, CatalogObject]
NOTHING = Comparing({})
"""of the classes of facts that may be left unstated"""
_RECENT: deque[tuple[Families, Families, Comparing, frozenset[Ident]]] = deque(maxlen=4)
"""what is asked again and again of the same two"""


def unlike(before: Objects, after: Objects, comparing: Comparing = NOTHING) -> Collection[Ident]:
    """All objects of either side, but for families that are the same on both: facts, columns' order and all."""
    if not isinstance(before, Families) or not isinstance(after, Families):
        return before.keys() | after.keys()
    for old, new, by, known in tuple(_RECENT):  # others may plan at the same time
        if old is before and new is after and by == comparing:
            return known
    found = _unlike(before, after, comparing)
    _RECENT.append((before, after, comparing, found))
    return found


def _unlike(before: Families, after: Families, comparing: Comparing) -> frozenset[Ident]:
    sides = before, after
    old, new = ({side.kept.families[number][:3]: number for number in side.numbers} for side in sides)
    aloud = [speaking(side, comparing) for side in sides]
    same = {root for root in old.keys() & new.keys() if _same(sides, (old[root], new[root]), aloud)}
    differing = [(side, known[root]) for side, known in ((before, old), (after, new)) for root in known.keys() - same]
    return frozenset(thing.ident for side, number in differing for thing in side.family(number))


def speaking(objects: Families, comparing: Comparing) -> frozenset[int]:
    """The families of which a fact may be compared that marks leave out: an owner, privileges, a comment."""
    if not comparing.stated:
        return frozenset()
    homes = {name: _homes(objects, idents) for name, idents in comparing.stated.items() if idents is not None}
    return frozenset(
        number
        for number in objects.numbers
        for name in objects.kept.families[number].classes
        if name in comparing.stated and (name not in homes or number in homes[name])
    )


def _homes(objects: Families, idents: Iterable[Ident]) -> set[int]:
    return {number for ident in idents for number in objects.homes(ident.schema, ident.name)}


def _same(sides: tuple[Families, Families], numbers: tuple[int, int], aloud: list[frozenset[int]]) -> bool:
    one, other = (side.kept.families[number] for side, number in zip(sides, numbers, strict=True))
    quiet = numbers[0] not in aloud[0] and numbers[1] not in aloud[1]
    return quiet and one.marks == other.marks and one.shape == other.shape
